import type { SeededRandom } from '../../server/test/support/seeded-random.ts';
import type { Source } from '../src/verify.ts';
import type { Entry } from './random-ledger.ts';

const COLUMNS = [
  'store_id',
  'sequence',
  'entry_id',
  'type',
  'amount',
  'currency',
  'running_balance',
  'order_id',
  'payment_id',
  'refund_id',
  'dispute_id',
  'payout_id',
  'adjustment_id',
  'created_at',
  'note',
  'previous_hash',
  'hash',
] as const;

export type Format = 'CSV' | 'JSON';

/** A BALANCE_LEDGER file of the entries, byte by byte as `docs/reports.md` says. */
export function ledgerFile(entries: readonly Entry[], format: Format): Buffer {
  return Buffer.from(format === 'CSV' ? csv(entries) : json(entries));
}

function csv(entries: readonly Entry[]): string {
  const rows = entries.map((entry) => COLUMNS.map((column) => cell(String(entry[column] ?? ''))).join(','));
  return `\ufeff${[COLUMNS.join(','), ...rows].join('\n')}`;
}

function cell(text: string): string {
  return /[,"\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function json(entries: readonly Entry[]): string {
  if (entries.length === 0) return '[]\n';
  const rows = entries.map((entry) =>
    JSON.stringify(Object.fromEntries(COLUMNS.map((column) => [column, entry[column]]))),
  );
  return `[\n${rows.join(',\n')}\n]\n`;
}

/** The line on which each entry starts in such a file. */
export function lineOf(entries: readonly Entry[], index: number, format: Format): number {
  const breaks =
    format === 'JSON' ? 0 : entries.slice(0, index).flatMap(({ note }) => note.match(/\n/g) ?? []);
  return index + 2 + (breaks === 0 ? 0 : breaks.length);
}

/** The bytes as a source, in chunks of random lengths, or in one. */
export function source(name: string, bytes: Uint8Array, random?: SeededRandom): Source {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    const most = random?.pick([2, 30, 1000, 100_000]) ?? Infinity;
    for (let at = 0; at < bytes.length;) {
      const length = random ? 1 + random.below(most) : bytes.length;
      yield bytes.subarray(at, at + length);
      at += length;
    }
  }
  return { name, size: bytes.length, open: chunks };
}
