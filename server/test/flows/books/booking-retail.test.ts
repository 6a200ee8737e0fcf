import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { importFile, type ImportSummary } from '../../../src/commands/run-import.ts';
import { openTestBooks, type TestBooks } from '../../support/rows/books.ts';
import { readUnbrokenChain, type StoredEntry } from '../../support/models/unbroken-chain.ts';

const FEED = fileURLToPath(new URL('../../fixtures/retail-activity.jsonl.gz', import.meta.url));

type FeedLine = {
  object: 'payment' | 'refund' | 'payout' | 'adjustment';
  id: string;
  paymentId?: string;
  orderId?: string;
  mode?: string;
  amount: number;
  settledAmount: number;
  createdAt: string;
  completedAt: string;
  resolvedAt: string;
};

/** What this feed's lines book, worked out from the feed alone: each thing comes once, in its last state. */
function bookingOf(line: FeedLine): { type: string; amount: number; at: string } {
  switch (line.object) {
    case 'payment':
      return { type: 'PAYMENT_RECEIVED', amount: line.settledAmount, at: line.completedAt };
    case 'refund':
      return { type: `REFUND_${line.mode}`, amount: -line.amount, at: line.resolvedAt };
    case 'payout':
      return { type: 'PAYOUT', amount: -line.amount, at: line.createdAt };
    case 'adjustment':
      return { type: 'ADJUSTMENT', amount: line.amount, at: line.createdAt };
  }
}

describe('the whole feed of a real shop (Online Retail, UCI, CC BY 4.0)', () => {
  const feed = gunzipSync(readFileSync(FEED)).toString().trim().split('\n').map((line) => JSON.parse(line) as FeedLine); // prettier-ignore
  const bookings = feed.map(bookingOf);
  const balance = bookings.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
  let books: TestBooks;
  let storeId: string;
  let summary: ImportSummary;
  let entries: StoredEntry[];

  const importFeed = (): Promise<ImportSummary> => {
    const silent = { write: () => true };
    return importFile({ context: books.context, storeId, path: FEED, stdout: silent, stderr: silent });
  };

  before(async () => {
    books = await openTestBooks();
    storeId = await books.createStore({ currency: 'GBP' });
    summary = await importFeed();
    entries = await readUnbrokenChain(books, storeId);
  });
  after(() => books.close());

  it('is recorded to the last line', () => {
    const { accepted, unchanged, ledgerEntries, head } = summary;
    assert.deepEqual([accepted, unchanged, ledgerEntries], [4_561, 0, 4_561]);
    assert.deepEqual([head.sequence, BigInt(head.runningBalance), head.currency], [4_561, balance, 'GBP']);
  });

  it('books every line in its order, with its amount, its references and a time that never goes back', () => {
    const orders = new Map(feed.map(({ id, orderId }) => [id, orderId]));
    let time = '';
    const expected = feed.map((line, index) => {
      const { type, amount, at } = bookings[index] as (typeof bookings)[number];
      if (at > time) time = at;
      const paymentId = line.object === 'payment' ? line.id : (line.paymentId ?? null);
      const references = [orders.get(paymentId ?? '') ?? null, paymentId];
      const own = ['refund', 'payout', 'adjustment'].map((object) =>
        line.object === object ? line.id : null,
      );
      return [type, String(amount), time, ...references, ...own].join(' ');
    });
    const stored = entries.map((entry) =>
      [
        ...[entry.type, entry.amount, entry.created_at.toISOString(), entry.order_id, entry.payment_id],
        ...[entry.refund_id, entry.payout_id, entry.adjustment_id],
      ].join(' '),
    );
    assert.deepEqual(stored, expected);
  });

  it('gives the counts and the signed sums by type that the feed gives', () => {
    const totals = (rows: readonly { type: string; amount: number | string }[]) =>
      Object.entries(Object.groupBy(rows, ({ type }) => type))
        .map(([type, group = []]) => [
          type,
          group.length,
          group.reduce((sum, { amount }) => sum + BigInt(amount), 0n),
        ])
        .toSorted(([one], [other]) => String(one).localeCompare(String(other)));
    assert.deepEqual(totals(entries), totals(bookings));
    assert.equal(BigInt(entries.at(-1)?.running_balance ?? 0), balance);
  });

  it('ties every payout to exactly the entries that it pays out', async () => {
    const stored = await books.ask<Record<string, unknown>>(
      `select id, first_ledger_sequence::int as first, last_ledger_sequence::int as last,
         array[payments_amount, refunds_amount, disputes_amount, adjustments_amount, balance_before, balance_after]::text[] as sums
       from daybook.payouts where store_id = $1 order by created_at, id`,
      [storeId],
    );
    let first = 1;
    let before = 0n;
    const expected: object[] = [];
    for (const [index, line] of feed.entries()) {
      if (line.object !== 'payout') continue;
      const window = bookings.slice(first - 1, index);
      const sum = (prefix: string): bigint =>
        window
          .filter(({ type }) => type.startsWith(prefix))
          .reduce((total, { amount }) => total + BigInt(amount), 0n);
      const sums = [sum('PAYMENT_'), sum('REFUND_'), 0n, sum('ADJUSTMENT')];
      const after = sums.reduce((total, part) => total + part, before) - BigInt(line.amount);
      expected.push({ id: line.id, first, last: index + 1, sums: [...sums, before, after].map(String) });
      [first, before] = [index + 2, after];
    }
    assert.equal(expected.length, 11);
    assert.deepEqual(stored, expected);
  });

  it('changes nothing the second time', async () => {
    const { accepted, unchanged, ledgerEntries, head } = await importFeed();
    assert.deepEqual([accepted, unchanged, ledgerEntries], [0, 4_561, 0]);
    assert.deepEqual(head, summary.head);
    const again = await readUnbrokenChain(books, storeId);
    assert.deepEqual([again.length, again.at(-1)], [entries.length, entries.at(-1)]);
  });
});
