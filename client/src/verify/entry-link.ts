import { cellOutsideGrammar, grammarOf, hashRowInto } from './entry.ts';
import { FoundFault } from './found-fault.ts';
import { LEDGER_COLUMNS } from './ledger-columns.ts';
import { linkOf, type Link } from './link.ts';
import type { LedgerEntryRow } from './manifest.ts';
import { createMessageHasher } from './message-hasher.ts';
import { CellKind, Row } from './row.ts';

/** A whole entry that a manifest carries, its hash recomputed. Throws a FoundFault when it is not what it says. */
export function entryLink(entry: LedgerEntryRow, side: 'before' | 'after', file: string): Link {
  const row = new Row();
  for (const column of LEDGER_COLUMNS) writeCell(row, (entry as Record<string, unknown>)[column]);
  const cell = cellOutsideGrammar(row);
  if (cell !== -1) {
    const { field, expected } = grammarOf(cell);
    const message = `${file}: ${field} of the entry ${side} the period is not what may stand there`;
    throw new FoundFault('WRONG_MANIFEST', message, { file, field, expected, found: row.text(cell) });
  }
  const link = linkOf(row);
  const hash = new Uint8Array(64);
  hashRowInto(row, createMessageHasher(), hash);
  const expected = String.fromCharCode(...hash);
  if (link.hash === expected) return link;
  throw new FoundFault(
    'WRONG_HASH',
    `${file}: the fields of the entry ${side} the period do not give its hash`,
    {
      file,
      sequence: link.sequence,
      field: 'hash',
      expected,
      found: link.hash,
    },
  );
}

function writeCell(row: Row, value: unknown): void {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  const encoded = new TextEncoder().encode(text);
  row.bytes.set(encoded, row.length);
  row.length += encoded.length;
  row.endCell(kindOf(value));
}

function kindOf(value: unknown): number {
  if (typeof value === 'string') return CellKind.STRING;
  if (typeof value === 'number') return CellKind.NUMBER;
  return value === null ? CellKind.NULL : CellKind.OTHER;
}
