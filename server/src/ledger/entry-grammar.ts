import type { LedgerEntry } from '../domain/ledger-entry.ts';
import { PLATFORM_ID } from '../domain/id.ts';
import { LEDGER_ENTRY_TYPES } from '../domain/ledger-entry-type.ts';
import { noteProblem } from './note.ts';

const HASH = /^[0-9a-f]{64}$/;
const CURRENCY = /^[A-Z]{3}$/;
/** The years that are written with four digits. */
const EARLIEST = Date.parse('0000-01-01T00:00:00.000Z');
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');
const TYPES: ReadonlySet<string> = new Set(LEDGER_ENTRY_TYPES);

/**
 * The name of the first field outside the grammar of the hash scheme (`docs/ledger.md`), or undefined. Without the
 * grammar two different entries could have the same bytes.
 */
export function fieldOutsideGrammar(entry: Omit<LedgerEntry, 'hash'>): string | undefined {
  if (!isId(entry.storeId)) return 'storeId';
  if (!isInteger(entry.sequence) || entry.sequence < 1) return 'sequence';
  if (!HASH.test(entry.previousHash)) return 'previousHash';
  if (!isId(entry.entryId)) return 'entryId';
  if (!TYPES.has(entry.type)) return 'type';
  if (!isInteger(entry.amount)) return 'amount';
  if (!CURRENCY.test(entry.currency)) return 'currency';
  if (!isInteger(entry.runningBalance)) return 'runningBalance';
  for (const field of [
    'orderId',
    'paymentId',
    'refundId',
    'disputeId',
    'payoutId',
    'adjustmentId',
  ] as const) {
    if (entry[field] !== null && !isId(entry[field])) return field;
  }
  if (!isInstant(entry.createdAt)) return 'createdAt';
  return noteProblem(entry.note) === undefined ? undefined : 'note';
}

function isId(text: string): boolean {
  return PLATFORM_ID.test(text);
}

/** `-0` would be written like 0 but is another value to whoever compares. */
function isInteger(value: number): boolean {
  return Number.isSafeInteger(value) && !Object.is(value, -0);
}

function isInstant(instant: number): boolean {
  return Number.isSafeInteger(instant) && instant >= EARLIEST && instant <= LATEST;
}
