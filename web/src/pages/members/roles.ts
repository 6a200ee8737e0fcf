import type { DataOf } from '@daybook/client';

export type Member = DataOf<'GET /v2/stores/{storeId}/members'>['items'][number];
/** What a member can be made; there is one owner. */
export type GivenRole = Exclude<Member['role'], 'OWNER'>;

/** The roles, each of which may do what those before it may. */
export const ROLES: Readonly<Record<GivenRole, string>> = {
  VIEWER: 'Viewer: sees and downloads',
  MODERATOR: 'Moderator: makes reports too',
  DEVELOPER: 'Developer: tokens and webhooks too',
  ADMINISTRATOR: 'Administrator: members and settings too',
};
