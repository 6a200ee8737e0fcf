import type { Permission } from './permission.ts';

/** What an account is in a store; each may do all that the one before it may. */
export const ROLES = ['VIEWER', 'MODERATOR', 'DEVELOPER', 'ADMINISTRATOR', 'OWNER'] as const;
export type Role = (typeof ROLES)[number];

/** The least role that has what a store token can be allowed to do. */
export const ROLE_FOR_PERMISSION: Readonly<Record<Permission, Role>> = {
  REPORTS_READ: 'VIEWER',
  PAYOUTS_READ: 'VIEWER',
  REPORTS_WRITE: 'MODERATOR',
  WEBHOOKS_READ: 'DEVELOPER',
  WEBHOOKS_WRITE: 'DEVELOPER',
};

/** Whether `role` may do what `least` may. */
export function isAtLeast(role: Role, least: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(least);
}
