import { Type } from 'typebox';
import { NAME_MAX_CHARACTERS } from '../../domain/limits.ts';
import { ROLES } from '../../domain/role.ts';
import { Instant, OneOf } from './scalars.ts';

const closed = { additionalProperties: false };
const GIVEN_ROLES = ['VIEWER', 'MODERATOR', 'DEVELOPER', 'ADMINISTRATOR'] as const;
const GivenRole = OneOf(GIVEN_ROLES, 'What the member may do');

export const AccountId = Type.String({
  pattern: '^acc_[0-9a-hjkmnp-tv-z]{24}$',
  description: 'The account, `acc_…`',
});

export const MemberShape = Type.Object(
  {
    accountId: Type.String(),
    email: Type.String(),
    role: OneOf(ROLES, 'What the member may do'),
    createdAt: Instant,
  },
  closed,
);

export const AddMemberBody = Type.Object(
  {
    email: Type.String({ maxLength: NAME_MAX_CHARACTERS, examples: ['accounts@example.com'] }),
    role: GivenRole,
  },
  closed,
);

export const ChangeRoleBody = Type.Object({ role: GivenRole }, closed);
