import type { LedgerEntry, LedgerReferences } from '../domain/ledger-entry.ts';
import type { LedgerHead } from '../db/ledger-heads.ts';
import type { PayoutTieOut } from '../db/payouts.ts';
import { newId } from '../domain/id.ts';
import type { LedgerEntryType } from '../domain/ledger-entry-type.ts';
import { hashEntry } from './chain.ts';
import { nextWindow, tieOutOf } from './payout-window.ts';

/** An entry to be: what happened, before it has its place in the chain. `eventAt` in milliseconds since the epoch. */
export type EntryDraft = Partial<LedgerReferences> & {
  type: LedgerEntryType;
  amount: number;
  eventAt: number;
  note: string;
};

/** Entries in their places, the head after them, and the tie-outs of the payouts among them by payout id. */
export type ChainedEntries = {
  entries: LedgerEntry[];
  head: LedgerHead;
  tieOuts: Map<string, PayoutTieOut>;
};

/**
 * Gives each draft its sequence, time, balance and hash, in the order given. No entry is earlier than the one before
 * it. `now` is the time in the new entries' ids.
 */
export function chainEntries(
  ledger: { storeId: string; head: LedgerHead; currency: string },
  drafts: readonly EntryDraft[],
  now: number,
): ChainedEntries {
  let { head } = ledger;
  const tieOuts = new Map<string, PayoutTieOut>();
  const entries = drafts.map((draft) => {
    const entry = entryAfter(head, ledger, draft, now);
    if (entry.type === 'PAYOUT') tieOuts.set(entry.payoutId as string, tieOutOf(head.window, entry));
    const { sequence, hash, runningBalance, createdAt } = entry;
    head = { sequence, hash, runningBalance, createdAt, window: nextWindow(head.window, entry) };
    return entry;
  });
  return { entries, head, tieOuts };
}

function entryAfter(
  head: LedgerHead,
  ledger: { storeId: string; currency: string },
  draft: EntryDraft,
  now: number,
): LedgerEntry {
  const amount = draft.amount + 0; // JSON knows a -0; the chain does not
  const entry = {
    storeId: ledger.storeId,
    sequence: head.sequence + 1,
    previousHash: head.hash,
    entryId: newId('ble', now),
    type: draft.type,
    amount,
    currency: ledger.currency,
    runningBalance: head.runningBalance + amount,
    orderId: draft.orderId ?? null,
    paymentId: draft.paymentId ?? null,
    refundId: draft.refundId ?? null,
    disputeId: draft.disputeId ?? null,
    payoutId: draft.payoutId ?? null,
    adjustmentId: draft.adjustmentId ?? null,
    createdAt: Math.max(draft.eventAt, head.createdAt ?? draft.eventAt),
    note: draft.note,
  };
  return { ...entry, hash: hashEntry(entry) };
}
