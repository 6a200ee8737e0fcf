import { Type } from 'typebox';
import { LEDGER_ENTRY_TYPES } from '../../domain/ledger-entry-type.ts';
import { pageFields, Pagination } from './page.ts';
import { Instant, Nullable, OneOf, Sha256 } from './scalars.ts';

const closed = { additionalProperties: false };
const Count = Type.Integer({ minimum: 0 });
const Amount = (description: string) => Type.Integer({ description });
const EntryType = OneOf(LEDGER_ENTRY_TYPES, 'What the entry does to the balance');
const Reference = Nullable(Type.String());

/** One ledger entry: the columns of the BALANCE_LEDGER report. */
export const LedgerEntryShape = Type.Object(
  {
    store_id: Type.String(),
    sequence: Type.Integer({ minimum: 1, description: '1, 2, 3 … without gaps' }),
    entry_id: Type.String(),
    type: EntryType,
    amount: Amount("In the currency's smallest unit"),
    currency: Type.String(),
    running_balance: Amount('After this entry'),
    order_id: Reference,
    payment_id: Reference,
    refund_id: Reference,
    dispute_id: Reference,
    payout_id: Reference,
    adjustment_id: Reference,
    created_at: Instant,
    note: Type.String(),
    previous_hash: Sha256,
    hash: Sha256,
  },
  { $id: 'LedgerEntry', ...closed },
);

export const ListLedgerQuery = Type.Object(
  {
    type: Type.Optional(EntryType),
    ...pageFields,
  },
  closed,
);

export const LedgerPage = Type.Object(
  {
    items: Type.Array(Type.Ref('LedgerEntry')),
    pagination: Pagination,
  },
  closed,
);

export const SignedHeadShape = Type.Object(
  {
    storeId: Type.String(),
    sequence: Count,
    hash: Sha256,
    runningBalance: Amount("In the currency's smallest unit"),
    currency: Type.String(),
    issuer: Type.String({ description: 'The address of the Daybook that signed' }),
    issuedAt: Instant,
    jws: Type.String({ description: 'The other fields as a compact JWS, `typ` `daybook-head+jws`' }),
  },
  closed,
);
