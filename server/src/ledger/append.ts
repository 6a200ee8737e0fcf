import { insertLedgerEntries } from '../db/ledger-entries.ts';
import { type LedgerHead, updateHead } from '../db/ledger-heads.ts';
import type { StoreTransaction } from '../db/transaction.ts';
import { GENESIS_HASH } from './chain.ts';
import type { ChainedEntries } from './chain-entries.ts';
import { FIRST_WINDOW } from './payout-window.ts';

/** The head of a ledger without entries. */
export const EMPTY_HEAD: LedgerHead = {
  sequence: 0,
  hash: GENESIS_HASH,
  runningBalance: 0,
  createdAt: null,
  window: FIRST_WINDOW,
};

/**
 * Writes entries that were chained to the head which `lockHead` gave to this transaction: who holds that row is alone
 * in appending.
 */
export async function appendEntries(
  transaction: StoreTransaction,
  { entries, head }: ChainedEntries,
): Promise<void> {
  if (entries.length === 0) return;
  await insertLedgerEntries(transaction, entries);
  await updateHead(transaction, head);
}
