import { DaybookError } from './errors.ts';
import type { Permission } from './permission.ts';
import { isAtLeast, type Role, ROLE_FOR_PERMISSION } from './role.ts';

/** Who asks: a store's token, a member of a store who is signed in, or the platform's operator. */
export type Caller =
  | { readonly kind: 'token'; readonly storeId: string; readonly tokenId: string; readonly permissions: readonly Permission[] }
  | { readonly kind: 'account'; readonly storeId: string; readonly accountId: string; readonly role: Role }
  | { readonly kind: 'operator' }; // prettier-ignore

/**
 * Throws NOT_FOUND for any other store than the caller's, and FORBIDDEN, naming what is missing, unless the caller has
 * the permission. The operator has every one, everywhere.
 */
export function requirePermission(caller: Caller, storeId: string, permission: Permission): void {
  requireStore(caller, storeId);
  if (caller.kind === 'account') requireRole(caller, storeId, ROLE_FOR_PERMISSION[permission]);
  if (caller.kind !== 'token' || caller.permissions.includes(permission)) return;
  throw new DaybookError('FORBIDDEN', `This token is missing the permission ${permission}.`);
}

/** Throws NOT_FOUND for any other store than the caller's, and FORBIDDEN unless a member has this role or a higher one. */
export function requireRole(caller: Caller, storeId: string, role: Role): void {
  requireStore(caller, storeId);
  if (caller.kind === 'operator') return;
  if (caller.kind === 'account' && isAtLeast(caller.role, role)) return;
  const missing = role === 'OWNER' ? 'the owner of the store' : `the role ${role}`;
  throw new DaybookError('FORBIDDEN', `This is missing ${missing}.`);
}

/** Throws FORBIDDEN unless the caller is the platform's operator. */
export function requireOperator(caller: Caller): void {
  if (caller.kind !== 'operator') throw new DaybookError('FORBIDDEN', 'Only the operator may do that.');
}

/** Throws NOT_FOUND for any other store than the caller's. */
export function requireStore(caller: Caller, storeId: string): void {
  if (caller.kind === 'operator' || caller.storeId === storeId) return;
  throw noSuchStore();
}

/** What is said of a store that does not exist, and of one that the caller may not know of. */
export function noSuchStore(): DaybookError {
  return new DaybookError('NOT_FOUND', 'There is no such store, or this credential cannot access it.');
}
