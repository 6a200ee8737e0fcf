import { hash } from 'node:crypto';
import type { LedgerEntry } from '../domain/ledger-entry.ts';
import { formatInstant } from '../domain/instant.ts';
import { fieldOutsideGrammar } from './entry-grammar.ts';

/** What sequence 1 names as the hash before it. */
export const GENESIS_HASH = '0'.repeat(64);

const ALGORITHM = 'daybook.ledger.v1';

/**
 * The hash of an entry, lowercase hex: SHA-256 over its canonical form, `docs/verifying.md`. Throws a RangeError when a
 * field is outside the grammar.
 */
export function hashEntry(entry: Omit<LedgerEntry, 'hash'>): string {
  const field = fieldOutsideGrammar(entry);
  if (field)
    throw new RangeError(`Ledger entry ${entry.entryId} cannot be hashed: ${field} is outside the grammar`);
  return hashSoundEntry(entry);
}

/** As `hashEntry`, of an entry whose fields were found to be within the grammar. */
export function hashSoundEntry(entry: Omit<LedgerEntry, 'hash'>): string {
  return hash('sha256', canonicalForm(entry), 'hex');
}

/** The bytes under the hash, as text: every field on a line, an absent id an empty line, the note last. */
function canonicalForm(entry: Omit<LedgerEntry, 'hash'>): string {
  return [
    ALGORITHM,
    entry.storeId,
    entry.sequence,
    entry.previousHash,
    entry.entryId,
    entry.type,
    entry.amount,
    entry.currency,
    entry.runningBalance,
    entry.orderId ?? '',
    entry.paymentId ?? '',
    entry.refundId ?? '',
    entry.disputeId ?? '',
    entry.payoutId ?? '',
    entry.adjustmentId ?? '',
    formatInstant(entry.createdAt),
    entry.note,
  ].join('\n');
}
