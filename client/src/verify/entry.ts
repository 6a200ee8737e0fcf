import { integerAt, isCurrency, isEntryType, isHash, isId, isText, isTimestamp } from './grammar.ts';
import { AT, LEDGER_COLUMNS } from './ledger-columns.ts';
import { CellKind, type Row } from './row.ts';
import type { MessageHasher } from './message-hasher.ts';

const ALGORITHM = new TextEncoder().encode('daybook.ledger.v1\n');

type Check = (bytes: Uint8Array, from: number, to: number) => boolean;

/** What may stand in a column. In CSV an absent id is an empty cell, in JSON null. */
interface Field {
  readonly kind: number;
  readonly optional: boolean;
  readonly check: Check;
  readonly grammar: string;
}

const id = field(isId, '1 to 64 of A-Z a-z 0-9 _ -');
const idOrNone = { ...id, optional: true, grammar: `nothing, or ${id.grammar}` };
const hash = field(isHash, '64 lowercase hexadecimal digits');
const sequence = integer((value) => value >= 1, 'an integer from 1, as digits without leading zeros');
const amount = integer(
  (value) => !Number.isNaN(value),
  'an integer, as digits without leading zeros or a plus',
);

/** By column. */
const FIELDS: readonly Field[] = [
  id,
  sequence,
  id,
  field(isEntryType, 'a type of ledger entry'),
  amount,
  field(isCurrency, 'three capital letters'),
  amount,
  ...Array.from({ length: 6 }, () => idOrNone),
  field(isTimestamp, 'a time written as 2026-04-01T00:00:00.000Z'),
  field(isText, 'well-formed text'),
  hash,
  hash,
];

/** The number of the first column whose cell is outside the grammar, or -1. Only a row within it may be hashed. */
export function cellOutsideGrammar(row: Row): number {
  for (let cell = 0; cell < FIELDS.length; cell++) {
    const { kind, optional, check } = FIELDS[cell]!;
    const held = row.kinds[cell]!;
    const from = row.start(cell);
    const to = row.ends[cell]!;
    const absent = held === CellKind.NULL || (held === CellKind.CSV && from === to);
    if (optional && absent) continue;
    if ((held !== kind && held !== CellKind.CSV) || !check(row.bytes, from, to)) return cell;
  }
  return -1;
}

/** The name of a column and what may stand in it, in words. */
export function grammarOf(cell: number): { readonly field: string; readonly expected: string } {
  return { field: LEDGER_COLUMNS[cell] as string, expected: FIELDS[cell]!.grammar };
}

/**
 * Writes the hash that the row ought to have into `out`, 64 hexadecimal digits in ASCII. The bytes under it
 * (`docs/verifying.md`) stand in the row already, but for `previous_hash`, which comes third there.
 */
export function hashRowInto(row: Row, hasher: MessageHasher, out: Uint8Array): void {
  const { bytes } = row;
  hasher.update(ALGORITHM);
  hasher.update(bytes, 0, row.ends[AT.sequence]! + 1);
  hasher.update(bytes, row.start(AT.previous_hash), row.ends[AT.previous_hash]! + 1);
  hasher.update(bytes, row.start(AT.entry_id), row.ends[AT.note]);
  hasher.digestHexInto(out);
}

function field(check: Check, grammar: string): Field {
  return { kind: CellKind.STRING, optional: false, check, grammar };
}

function integer(accepts: (value: number) => boolean, grammar: string): Field {
  const check: Check = (bytes, from, to) => accepts(integerAt(bytes, from, to));
  return { kind: CellKind.NUMBER, optional: false, check, grammar };
}
