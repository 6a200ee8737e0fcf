import { Type } from 'typebox';
import { DEVICE_MAX_CHARACTERS, NAME_MAX_CHARACTERS } from '../../domain/limits.ts';
import { ROLES } from '../../domain/role.ts';
import { Instant, Nullable, OneOf } from './scalars.ts';
import { StoreShape } from './platform.ts';

const closed = { additionalProperties: false };
const { createdAt: _createdAt, ...storeFields } = StoreShape.properties;

export const MagicLinkBody = Type.Object(
  { email: Type.String({ maxLength: NAME_MAX_CHARACTERS, examples: ['owner@example.com'] }) },
  closed,
);

export const DemoLink = Type.Object(
  {
    url: Nullable(Type.String({ description: 'It works while the process lives; null where there is none' })),
  },
  closed,
);

export const MagicLinkAnswer = Type.Object(
  { message: Type.String({ description: 'The same whether or not there is such an account' }) },
  closed,
);

export const StartSessionBody = Type.Object(
  { token: Type.String({ maxLength: NAME_MAX_CHARACTERS, description: '`sml_…`, from the link' }) },
  closed,
);

export const AccountShape = Type.Object(
  { id: Type.String({ description: '`acc_…`' }), email: Type.String() },
  { $id: 'Account', ...closed },
);

const accessFields = {
  accessToken: Type.String({ description: 'A JWT (EdDSA) for `Authorization: Bearer …`' }),
  expiresAt: Instant,
};

export const RefreshedSession = Type.Object(accessFields, closed);
export const StartedSession = Type.Object({ ...accessFields, account: Type.Ref('Account') }, closed);

export const SessionId = Type.String({
  pattern: '^ses_[0-9a-hjkmnp-tv-z]{24}$',
  description: 'The session, `ses_…`',
});

export const SessionList = Type.Object(
  {
    items: Type.Array(
      Type.Object(
        {
          id: Type.String({ description: '`ses_…`' }),
          device: Type.String({
            description: `What the browser called itself, cut at ${DEVICE_MAX_CHARACTERS} characters`,
          }),
          ip: Type.String({ description: 'Where it signed in from' }),
          createdAt: Instant,
          lastUsedAt: Type.String({ ...Instant, description: 'When it last refreshed' }),
          current: Type.Boolean({ description: 'Whether it is the one that asks' }),
        },
        closed,
      ),
    ),
  },
  closed,
);

export const EndedSession = Type.Object(
  { id: Type.String({ description: 'The session that is over' }) },
  closed,
);

const Role = OneOf(ROLES, 'What the account is in the store');

export const MemberStoreShape = Type.Object(
  { ...storeFields, role: Role },
  { $id: 'MemberStore', ...closed },
);

export const MeShape = Type.Object(
  { account: Type.Ref('Account'), stores: Type.Array(Type.Ref('MemberStore')) },
  closed,
);
