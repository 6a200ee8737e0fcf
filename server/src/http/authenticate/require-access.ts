import type { FastifyRequest, RouteOptions } from 'fastify';
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

/** For the hook `onRoute` of a store's faces. @throws TypeError where a route says of nobody that they may */
export function refuseOpenRoute({ method, url, config }: RouteOptions): void {
  if (!config?.permission && !config?.role)
    throw new TypeError(`${String(method)} ${url} names neither a permission nor a role in its config`);
}

/** The caller that was let in. */
export function callerOf(request: FastifyRequest): Caller {
  if (!request.caller) throw new DaybookError('UNAUTHENTICATED');
  return request.caller;
}
