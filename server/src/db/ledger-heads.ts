import { formatInstant } from '../domain/instant.ts';
import type { StoreTransaction } from './transaction.ts';

/**
 * What has moved since the newest `PAYOUT` entry, which is what the next payout pays out: the sequence that the window
 * begins with, the balance before it, and the signed sums of its entries. Sums of amounts may pass 2^53.
 */
export type PayoutWindow = {
  firstSequence: number;
  balanceBefore: number;
  payments: bigint;
  refunds: bigint;
  disputes: bigint;
  adjustments: bigint;
};

/** The newest entry of a store's ledger: sequence 0, 64 zeros and no time while there is none. `hash` is lowercase hex. */
export type LedgerHead = {
  sequence: number;
  hash: string;
  runningBalance: number;
  createdAt: number | null;
  window: PayoutWindow;
};

/** Starts the ledger of a new store. */
export async function insertHead(transaction: StoreTransaction, head: LedgerHead): Promise<void> {
  await transaction.query(
    `insert into ledger_heads
       (store_id, sequence, hash, running_balance, created_at, window_first_sequence, window_balance_before,
        window_payments, window_refunds, window_disputes, window_adjustments)
     values ($1, $2, decode($3, 'hex'), $4, $5, $6, $7, $8, $9, $10, $11)`,
    valuesOf(transaction, head),
  );
}

/** Holds the head until the transaction ends: whoever appends to a store takes turns here. */
export function lockHead(transaction: StoreTransaction): Promise<LedgerHead | undefined> {
  return selectHead(transaction, 'for update');
}

/** The head as it is, held by nobody. */
export function findHead(transaction: StoreTransaction): Promise<LedgerHead | undefined> {
  return selectHead(transaction, '');
}

async function selectHead(
  transaction: StoreTransaction,
  lock: 'for update' | '',
): Promise<LedgerHead | undefined> {
  const { rows } = await transaction.query<
    Omit<LedgerHead, 'window'> & Record<keyof PayoutWindow, string> // text: sums keep every digit
  >(
    `select
       sequence, encode(hash, 'hex') as hash, running_balance as "runningBalance", created_at as "createdAt",
       window_first_sequence::text as "firstSequence", window_balance_before::text as "balanceBefore",
       window_payments::text as payments, window_refunds::text as refunds, window_disputes::text as disputes,
       window_adjustments::text as adjustments
     from ledger_heads where store_id = $1 ${lock}`,
    [transaction.storeId],
  );
  const [row] = rows;
  if (!row) return undefined;
  const { sequence, hash, runningBalance, createdAt } = row;
  const window = {
    firstSequence: Number(row.firstSequence),
    balanceBefore: Number(row.balanceBefore),
    payments: BigInt(row.payments),
    refunds: BigInt(row.refunds),
    disputes: BigInt(row.disputes),
    adjustments: BigInt(row.adjustments),
  };
  return { sequence, hash, runningBalance, createdAt, window };
}

export async function updateHead(transaction: StoreTransaction, head: LedgerHead): Promise<void> {
  await transaction.query(
    `update ledger_heads set
       sequence = $2, hash = decode($3, 'hex'), running_balance = $4, created_at = $5, window_first_sequence = $6,
       window_balance_before = $7, window_payments = $8, window_refunds = $9, window_disputes = $10,
       window_adjustments = $11
     where store_id = $1`,
    valuesOf(transaction, head),
  );
}

function valuesOf(transaction: StoreTransaction, { window, ...head }: LedgerHead): unknown[] {
  const createdAt = head.createdAt === null ? null : formatInstant(head.createdAt);
  return [
    ...[transaction.storeId, head.sequence, head.hash, head.runningBalance, createdAt],
    ...[window.firstSequence, window.balanceBefore],
    ...[window.payments, window.refunds, window.disputes, window.adjustments],
  ];
}
