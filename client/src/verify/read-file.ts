import type { Chain } from './chain.ts';
import type { FirstLook } from './first-look.ts';
import type { Link } from './link.ts';
import { readTable } from './read-table.ts';
import type { Row } from './row.ts';
import { Sha256 } from './sha256.ts';
import { Totals } from './totals.ts';

/** What one reading of a file gave. */
export interface FileReading {
  readonly file: string;
  readonly format: 'CSV' | 'JSON';
  readonly isLedger: boolean;
  readonly rows: number;
  /** Of a ledger with rows. */
  readonly first: Link | null;
  readonly last: Link | null;
  readonly sizeBytes: number;
  /** Null when no manifest asks for it. */
  readonly sha256: string | null;
  readonly totals: Totals;
}

export interface ReadingOptions {
  /** The columns that the manifests sum; null when there are none, and then nothing is hashed or summed. */
  readonly totalled: ReadonlySet<string> | null;
  /** Before a chunk is read: its bytes, and the rows of the chunks before it. */
  onChunk(file: string, bytes: number, rows: number): void;
}

/** Reads a whole file; the entries of a ledger go through the chain. Throws a FoundFault at the first bad row. */
export async function readFile(look: FirstLook, chain: Chain, options: ReadingOptions): Promise<FileReading> {
  const file = look.source.name;
  const hasher = new Sha256();
  let totals = new Totals(file, [], new Set());
  let first: Link | null = null;
  let rows = 0;
  let sizeBytes = 0;
  const sink = {
    header(columns: readonly string[]): void {
      totals = new Totals(file, columns, options.totalled ?? new Set());
    },
    row(row: Row): void {
      if (look.isLedger) chain.next(row, file);
      if (look.isLedger && rows === 0) first = chain.last();
      totals.add(row);
      rows++;
    },
  };
  const onChunk = (chunk: Uint8Array): void => {
    sizeBytes += chunk.length;
    if (options.totalled) hasher.update(chunk);
    options.onChunk(file, chunk.length, rows);
  };
  const format = await readTable(look.source, sink, { onChunk });
  return {
    ...{ file, format, isLedger: look.isLedger, rows, first, sizeBytes, totals },
    last: first && chain.last(),
    sha256: options.totalled && hasher.digestHex(),
  };
}
