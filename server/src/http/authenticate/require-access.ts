import type { FastifyRequest } from 'fastify';
import { type Caller, requirePermission, requireRole, requireStore } from '../../domain/caller.ts';
import { DaybookError } from '../../domain/errors.ts';
import type { Permission } from '../../domain/permission.ts';
import type { Role } from '../../domain/role.ts';

declare module 'fastify' {
  interface FastifyRequest {
    caller?: Caller;
  }
  interface FastifyContextConfig {
    /** What a route of a store needs; checked before the body is parsed, and again by its verb. */
    permission?: Permission;
    /** The same where a permission would not do: for members only. */
    role?: Role;
  }
}

/** Lets a caller into the store that the path names: 404 for any other, then 403. */
export function requireAccess(caller: Caller, request: FastifyRequest): void {
  const { storeId } = request.params as { storeId: string };
  const { permission, role } = request.routeOptions.config;
  requireStore(caller, storeId);
  if (permission) requirePermission(caller, storeId, permission);
  if (role) requireRole(caller, storeId, role);
  request.caller = caller;
}

/** The caller that was let in. */
export function callerOf(request: FastifyRequest): Caller {
  if (!request.caller) throw new DaybookError('UNAUTHENTICATED');
  return request.caller;
}
