import { DaybookError } from './errors.ts';
import type { Permission } from './permission.ts';

/** Who asks: a store's token, or the platform's operator. */
export type Caller =
  | { readonly kind: 'token'; readonly storeId: string; readonly tokenId: string; readonly permissions: readonly Permission[] }
  | { readonly kind: 'operator' }; // prettier-ignore

/** Throws FORBIDDEN, naming what is missing, unless the caller has the permission. The operator has every one. */
export function requirePermission(caller: Caller, permission: Permission): void {
  if (caller.kind === 'operator' || caller.permissions.includes(permission)) return;
  throw new DaybookError('FORBIDDEN', `This token is missing the permission ${permission}.`);
}

/** Throws FORBIDDEN unless the caller is the platform's operator. */
export function requireOperator(caller: Caller): void {
  if (caller.kind !== 'operator') throw new DaybookError('FORBIDDEN', 'Only the operator may do that.');
}
