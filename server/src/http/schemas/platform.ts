import type { Readable } from 'node:stream';
import { Type } from 'typebox';
import { HANDLE } from '../../domain/handle.ts';
import { ACTIVITY_BATCH_MAX_BYTES, ACTIVITY_BATCH_MAX_LINES, AMOUNT_MAX } from '../../domain/limits.ts';
import { PERMISSIONS } from '../../domain/permission.ts';
import { TOKEN_MODES, type TokenMode } from '../../domain/token-mode.ts';
import { pageFields, Pagination } from './page.ts';
import { Instant, Nullable, OneOf } from './scalars.ts';

const closed = { additionalProperties: false };
const Mode = OneOf(TOKEN_MODES, 'How requests prove that they know the secret');
const Permissions = Type.Array(OneOf(PERMISSIONS, 'What the token may do'), {
  minItems: 1,
  uniqueItems: true,
});

const storeFields = {
  id: Type.String({ examples: ['shp_01hzy3k9w5n2m1q8v0bfcxt4'] }),
  title: Type.String({ examples: ['Lumen Supply'] }),
  handle: Type.String({ description: 'The name of the store in addresses', examples: ['lumen-supply'] }),
  currency: Type.String({ description: 'ISO 4217: what the store is settled in', examples: ['USD'] }),
  country: Type.String({ description: 'ISO 3166-1, two letters', examples: ['GB'] }),
  createdAt: Instant,
};

export const StoreShape = Type.Object(storeFields, { $id: 'Store', ...closed });

export const CreatedStoreShape = Type.Object(
  {
    ...storeFields,
    owner: Type.Object(
      { accountId: Type.String({ description: '`acc_…`' }), email: Type.String() },
      { ...closed, description: 'The account that owns it, made when there was none with this address' },
    ),
  },
  closed,
);

export const CreateStoreBody = Type.Object(
  {
    title: Type.String({ description: 'Its name, 1 to 256 characters', examples: ['Lumen Supply'] }),
    handle: Type.String({
      description: '1 to 64 of a-z 0-9 and -, neither first nor last a -; no two stores have the same',
      examples: ['lumen-supply'],
    }),
    currency: storeFields.currency,
    country: storeFields.country,
    ownerEmail: Type.String({
      description: 'Where finished reports are announced',
      examples: ['owner@example.com'],
    }),
    openingBalance: Type.Optional(
      Type.Integer({
        minimum: -AMOUNT_MAX,
        maximum: AMOUNT_MAX,
        description: "In the currency's smallest unit, may be negative; goes with openingBalanceAt",
        examples: [125000],
      }),
    ),
    openingBalanceAt: Type.Optional(
      Type.String({
        description: 'The date-time it stood at, not in the future',
        examples: ['2026-01-01T00:00:00Z'],
      }),
    ),
  },
  closed,
);

export const ListStoresQuery = Type.Object(
  {
    handle: Type.Optional(
      Type.String({ pattern: HANDLE.source, description: 'Only the store with this handle' }),
    ),
    ...pageFields,
  },
  closed,
);

export const StorePage = Type.Object(
  {
    items: Type.Array(Type.Ref('Store')),
    pagination: Pagination,
  },
  closed,
);

export const CreateTokenBody = Type.Object(
  {
    name: Type.String({ description: 'What it is for, 1 to 256 characters', examples: ['Warehouse export'] }),
    permissions: Permissions,
    mode: Type.Optional(
      Type.Unsafe<TokenMode>({
        ...Mode,
        default: 'BEARER',
        description:
          'BEARER: the secret is sent with each request. HMAC: each request is signed with a key made of it',
      }),
    ),
    requireV2: Type.Optional(
      Type.Boolean({ default: false, description: 'Of an HMAC token: take no other signatures than v2' }),
    ),
    expiresAt: Type.Optional(
      Type.String({
        description: 'A date-time in the future; without one the token does not expire',
        examples: ['2030-01-01T00:00:00Z'],
      }),
    ),
  },
  closed,
);

export const CreatedTokenShape = Type.Object(
  {
    id: Type.String({ description: '`stk_…`' }),
    name: Type.String(),
    permissions: Permissions,
    mode: Mode,
    requireV2: Type.Boolean(),
    secret: Type.String({ description: '`sk_live_…`, shown this once' }),
    createdAt: Instant,
    expiresAt: Nullable(Instant),
  },
  closed,
);

const EXAMPLE_LINES = [
  '{"object":"payment","id":"pmt_1","orderId":"ord_1","orderNumber":"cs_1","status":"COMPLETED","currency":"USD","intendedAmount":4200,"totalAmount":4200,"settledAmount":4038,"createdAt":"2026-04-01T10:00:00Z","completedAt":"2026-04-01T10:00:12Z"}',
  '{"object":"refund","id":"rfd_1","paymentId":"pmt_1","status":"COMPLETED","amount":1500,"createdAt":"2026-04-02T09:00:00Z","resolvedAt":"2026-04-02T09:00:03Z"}',
];

/** The body of a batch; the handler gets the stream of its bytes. */
export const ActivityLines = Type.Unsafe<Readable>({
  type: 'string',
  description: `NDJSON: one JSON object a line, each the whole current state of one thing; at most ${ACTIVITY_BATCH_MAX_LINES} lines and ${ACTIVITY_BATCH_MAX_BYTES} bytes`,
  examples: [`${EXAMPLE_LINES.join('\n')}\n`],
});

export const RecordedActivityShape = Type.Object(
  {
    accepted: Type.Integer({ minimum: 0, description: 'Lines that changed something' }),
    unchanged: Type.Integer({ minimum: 0, description: 'Lines that said what was recorded already' }),
    ledgerEntries: Type.Integer({ minimum: 0, description: 'Entries appended to the ledger' }),
    head: Type.Object(
      {
        sequence: Type.Integer({ minimum: 0, description: '0 while the ledger is empty' }),
        hash: Type.String({ pattern: '^[0-9a-f]{64}$' }),
        runningBalance: Type.Integer({ description: "In the currency's smallest unit" }),
        currency: Type.String(),
        createdAt: Nullable(Instant),
      },
      { ...closed, description: 'The newest entry' },
    ),
  },
  closed,
);
