import { formatInstant } from '../domain/instant.ts';
import type { LedgerEntryType } from '../domain/ledger-entry-type.ts';
import type { LedgerEntry } from '../domain/ledger-entry.ts';
import type { StoreTransaction } from './transaction.ts';

/** Adds entries in one statement, however many. They follow each other and the newest one of the store. */
export async function insertLedgerEntries(
  transaction: StoreTransaction,
  entries: readonly LedgerEntry[],
): Promise<void> {
  await transaction.query(
    `insert into ledger_entries
       (store_id, sequence, entry_id, type, amount, currency, previous_balance, running_balance,
        order_id, payment_id, refund_id, dispute_id, payout_id, adjustment_id, created_at, note, previous_hash, hash)
     select
       $1, e.sequence, e."entryId", e.type, e.amount, e.currency, e."runningBalance" - e.amount, e."runningBalance",
       e."orderId", e."paymentId", e."refundId", e."disputeId", e."payoutId", e."adjustmentId", e."createdAt", e.note,
       decode(e."previousHash", 'hex'), decode(e.hash, 'hex')
     from json_to_recordset($2::json) as e (
       sequence bigint, "entryId" text, type text, amount bigint, currency text, "runningBalance" bigint,
       "orderId" text, "paymentId" text, "refundId" text, "disputeId" text, "payoutId" text, "adjustmentId" text,
       "createdAt" timestamptz, note text, "previousHash" text, hash text
     )`,
    [
      transaction.storeId,
      JSON.stringify(entries.map((entry) => ({ ...entry, createdAt: formatInstant(entry.createdAt) }))),
    ],
  );
}

const COLUMNS = `
  store_id as "storeId", sequence, entry_id as "entryId", type, amount, currency, running_balance as "runningBalance",
  order_id as "orderId", payment_id as "paymentId", refund_id as "refundId", dispute_id as "disputeId",
  payout_id as "payoutId", adjustment_id as "adjustmentId", created_at as "createdAt", note,
  encode(previous_hash, 'hex') as "previousHash", encode(hash, 'hex') as hash`;

/** The newest entry with a sequence up to `last`, and `limit - 1` before it, newest first. */
export async function listEntriesUpTo(
  transaction: StoreTransaction,
  { last, limit }: { last: number; limit: number },
): Promise<LedgerEntry[]> {
  const { rows } = await transaction.query<LedgerEntry>(
    `select ${COLUMNS} from ledger_entries
     where store_id = $1 and sequence <= $2 and sequence > $2::bigint - $3 order by sequence desc`,
    [transaction.storeId, last, limit],
  );
  return rows;
}

/** One page of the entries of a type, newest first, and how many there are in all. */
export async function listEntriesOfType(
  transaction: StoreTransaction,
  { type, offset, limit }: { type: LedgerEntryType; offset: number; limit: number },
): Promise<{ items: LedgerEntry[]; total: number }> {
  const counted = await transaction.query<{ total: number }>(
    `select count(*) as total from ledger_entries where store_id = $1 and type = $2`,
    [transaction.storeId, type],
  );
  const { rows } = await transaction.query<LedgerEntry>(
    `select ${COLUMNS} from ledger_entries
     where store_id = $1 and type = $2 order by sequence desc limit $3 offset $4`,
    [transaction.storeId, type, limit, offset],
  );
  return { items: rows, total: counted.rows[0]?.total ?? 0 };
}

/** The last entry earlier than the instant. */
export async function findEntryBefore(
  transaction: StoreTransaction,
  instant: number,
): Promise<LedgerEntry | undefined> {
  const { rows } = await transaction.query<LedgerEntry>(
    `select ${COLUMNS} from ledger_entries
     where store_id = $1 and created_at < $2 order by created_at desc, sequence desc limit 1`,
    [transaction.storeId, formatInstant(instant)],
  );
  return rows[0];
}

/** The first entry at the instant or later. */
export async function findEntryFrom(
  transaction: StoreTransaction,
  instant: number,
): Promise<LedgerEntry | undefined> {
  const { rows } = await transaction.query<LedgerEntry>(
    `select ${COLUMNS} from ledger_entries
     where store_id = $1 and created_at >= $2 order by created_at, sequence limit 1`,
    [transaction.storeId, formatInstant(instant)],
  );
  return rows[0];
}

export async function findNewestEntry(transaction: StoreTransaction): Promise<LedgerEntry | undefined> {
  const { rows } = await transaction.query<LedgerEntry>(
    `select ${COLUMNS} from ledger_entries where store_id = $1 order by sequence desc limit 1`,
    [transaction.storeId],
  );
  return rows[0];
}
