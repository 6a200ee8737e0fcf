import { insertLedgerEntries, type LedgerEntry, type LedgerReferences } from '../db/ledger-entries.ts';
import { type LedgerHead, updateHead } from '../db/ledger-heads.ts';
import type { StoreTransaction } from '../db/transaction.ts';
import { DaybookError } from '../domain/errors.ts';
import { newId } from '../domain/id.ts';
import type { LedgerEntryType } from '../domain/ledger-entry-type.ts';
import { AMOUNT_MAX } from '../domain/limits.ts';
import { GENESIS_HASH, hashEntry } from './chain.ts';

/** An entry to be: what happened, before it has its place in the chain. `eventAt` in milliseconds since the epoch. */
export type EntryDraft = Partial<LedgerReferences> & {
  type: LedgerEntryType;
  amount: number;
  eventAt: number;
  note: string;
};

/** The head of a ledger without entries. */
export const EMPTY_HEAD: LedgerHead = { sequence: 0, hash: GENESIS_HASH, runningBalance: 0, createdAt: null };

/**
 * Appends entries in the order given and resolves to the new head. `head` is what `lockHead` gave to this transaction:
 * who holds that row is alone in appending. `now` is the time in the new entries' ids.
 */
export async function appendEntries(
  transaction: StoreTransaction,
  ledger: { head: LedgerHead; currency: string },
  drafts: readonly EntryDraft[],
  now: number,
): Promise<LedgerHead> {
  if (drafts.length === 0) return ledger.head;
  const entries = chainEntries({ ...ledger, storeId: transaction.storeId }, drafts, now);
  const { sequence, hash, runningBalance, createdAt } = entries.at(-1) as LedgerEntry;
  const head = { sequence, hash, runningBalance, createdAt };
  await insertLedgerEntries(transaction, entries);
  await updateHead(transaction, head);
  return head;
}

/** Gives each draft its sequence, time, balance and hash. No entry is earlier than the one before it. */
function chainEntries(
  ledger: { storeId: string; head: LedgerHead; currency: string },
  drafts: readonly EntryDraft[],
  now: number,
): LedgerEntry[] {
  let head = ledger.head;
  return drafts.map((draft) => {
    const amount = draft.amount + 0; // JSON knows a -0; the chain does not
    const runningBalance = head.runningBalance + amount;
    if (!isWithinBalance(runningBalance)) {
      throw new DaybookError('INVALID_REQUEST', `The balance would pass ±${AMOUNT_MAX}.`);
    }
    const entry = {
      storeId: ledger.storeId,
      sequence: head.sequence + 1,
      previousHash: head.hash,
      entryId: newId('ble', now),
      type: draft.type,
      amount,
      currency: ledger.currency,
      runningBalance,
      orderId: draft.orderId ?? null,
      paymentId: draft.paymentId ?? null,
      refundId: draft.refundId ?? null,
      disputeId: draft.disputeId ?? null,
      payoutId: draft.payoutId ?? null,
      adjustmentId: draft.adjustmentId ?? null,
      createdAt: Math.max(draft.eventAt, head.createdAt ?? draft.eventAt),
      note: draft.note,
    };
    const hashed = { ...entry, hash: hashEntry(entry) };
    head = hashed;
    return hashed;
  });
}

/** Whether a running balance is one that JSON and the database take. */
export function isWithinBalance(balance: number): boolean {
  return Math.abs(balance) <= AMOUNT_MAX;
}
