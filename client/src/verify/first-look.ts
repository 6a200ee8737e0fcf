import { FoundFault } from './found-fault.ts';
import { AT, isLedger, LEDGER_COLUMNS } from './ledger-columns.ts';
import { readTable } from './read-table.ts';
import type { Source } from './source.ts';
import { UnreadableInput } from './unreadable-input.ts';

/** What the start of a file tells. */
export interface FirstLook {
  readonly source: Source;
  /** Without rows a JSON file has no columns, and is taken for a ledger. */
  readonly isLedger: boolean;
  /** The place of the file among the others: its first sequence; infinite without one. */
  readonly firstSequence: number;
}

/** Reads a file up to its first row. Throws UnreadableInput when nothing could be said about it. */
export async function firstLook(source: Source, hasManifests: boolean): Promise<FirstLook> {
  let columns: readonly string[] = LEDGER_COLUMNS;
  let firstSequence = Infinity;
  let seen = false;
  const sink = {
    header: (names: readonly string[]) => void (columns = names),
    row: (row: { text(cell: number): string }) => {
      if (!seen && isLedger(columns)) firstSequence = Number(row.text(AT.sequence));
      seen = true;
    },
  };
  try {
    await readTable(source, sink, { enough: () => seen });
  } catch (error) {
    // A bad row is found again, in its turn, when the whole file is read.
    if (!(error instanceof FoundFault)) throw error;
  }
  if (!isLedger(columns) && !hasManifests) throw new UnreadableInput(noLedger(source.name, columns));
  return {
    source,
    isLedger: isLedger(columns),
    firstSequence: Number.isNaN(firstSequence) ? Infinity : firstSequence,
  };
}

function noLedger(name: string, columns: readonly string[]): string {
  const start = columns.slice(0, 3).join(', ').slice(0, 60);
  const why = `its columns start with "${start}", a ledger's with "${LEDGER_COLUMNS.slice(0, 3).join(', ')}"`;
  return `${name} is no BALANCE_LEDGER file (${why}); other reports can be checked only against their manifest`;
}
