import type { LedgerHead } from '../../db/ledger-heads.ts';
import type { StoredEntry } from '../../db/stored-entries.ts';
import type { StoredTieOut } from '../../db/stored-tie-outs.ts';
import { formatInstant } from '../../domain/instant.ts';
import { EMPTY_HEAD } from '../append.ts';
import { hashSoundEntry } from '../chain.ts';
import { fieldOutsideGrammar } from '../entry-grammar.ts';
import { nextWindow, tieOutOf } from '../payout-window.ts';
import { type AuditFault, type AuditFaultCode, auditFault } from './audit-fault.ts';
import { checkTieOut } from './check-tie-out.ts';

/** Follows a chain from its first entry and recomputes all that an entry says. */
export type ChainCheck = {
  /** Takes the next entry; the fault if there is one. `tieOuts`: those stored, of the payouts that are booked here. */
  take(entry: StoredEntry, tieOuts: ReadonlyMap<string, StoredTieOut>): AuditFault | undefined;
  /** What the head has to be after the entries so far. */
  head(): LedgerHead;
};

export function createChainCheck(store: { id: string; currency: string }): ChainCheck {
  let head = EMPTY_HEAD;
  return {
    head: () => head,
    take(entry, tieOuts) {
      const fault = checkEntry(entry, head, store);
      if (fault) return fault;
      const { sequence, hash, runningBalance, createdAt } = entry;
      const tieOut = entry.type === 'PAYOUT' ? tieOutOf(head.window, entry) : undefined;
      head = { sequence, hash, runningBalance, createdAt, window: nextWindow(head.window, entry) };
      return tieOut && checkTieOut(entry, tieOut, tieOuts.get(entry.payoutId ?? ''));
    },
  };
}

function checkEntry(
  entry: StoredEntry,
  before: LedgerHead,
  store: { id: string; currency: string },
): AuditFault | undefined {
  const fault = (code: AuditFaultCode, expected: unknown, found: unknown): AuditFault =>
    auditFault(code, { storeId: store.id, sequence: entry.sequence }, { expected, found });
  const sequence = before.sequence + 1;
  if (entry.sequence !== sequence) return fault('SEQUENCE_BROKEN', sequence, entry.sequence);
  const field = fieldOutsideGrammar(entry);
  if (field) return fault('OUTSIDE_GRAMMAR', `a ${field} within the grammar`, JSON.stringify(entry[field as keyof StoredEntry])); // prettier-ignore
  const hash = hashSoundEntry(entry);
  if (entry.hash !== hash) return fault('HASH_WRONG', hash, entry.hash);
  if (entry.previousHash !== before.hash)
    return fault('PREVIOUS_HASH_WRONG', before.hash, entry.previousHash);
  const balance = before.runningBalance + entry.amount;
  if (entry.runningBalance !== balance) return fault('RUNNING_BALANCE_WRONG', balance, entry.runningBalance);
  if (entry.previousBalance !== before.runningBalance)
    return fault('PREVIOUS_BALANCE_WRONG', before.runningBalance, entry.previousBalance);
  if (entry.currency !== store.currency) return fault('CURRENCY_WRONG', store.currency, entry.currency);
  if (before.createdAt !== null && entry.createdAt < before.createdAt) {
    const earliest = `${formatInstant(before.createdAt)} or later`;
    return fault('TIME_FALLS', earliest, formatInstant(entry.createdAt));
  }
  if (entry.type === 'OPENING_BALANCE' && (sequence !== 1 || referenceOf(entry) !== null))
    return fault('OPENING_BALANCE_MISPLACED', 'sequence 1 without references', `sequence ${sequence} with ${referenceOf(entry) ?? 'none'}`); // prettier-ignore
  return undefined;
}

function referenceOf(entry: StoredEntry): string | null {
  return (
    entry.orderId ??
    entry.paymentId ??
    entry.refundId ??
    entry.disputeId ??
    entry.payoutId ??
    entry.adjustmentId
  );
}
