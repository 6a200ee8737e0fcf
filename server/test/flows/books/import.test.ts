import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { importFile, type ImportOptions, type ImportSummary } from '../../../src/commands/run-import.ts';
import { openTestBooks, type TestBooks } from '../../support/rows/books.ts';
import { paymentLine } from '../../support/rows/payment-line.ts';

const RETAIL = fileURLToPath(new URL('../../fixtures/retail-activity.jsonl.gz', import.meta.url));
const DAY = '2026-04-01T00:00:00.000Z';

describe('importing a file of activity', () => {
  let books: TestBooks;
  let folder: string;
  let storeId: string;
  before(async () => {
    books = await openTestBooks();
    folder = await mkdtemp(join(tmpdir(), 'daybook-import-'));
    storeId = await books.createStore();
  });
  after(async () => {
    await books.close();
    await rm(folder, { recursive: true });
  });

  /** Imports and gives what was printed. */
  async function run(
    options: Partial<ImportOptions> & { path: string },
  ): Promise<{ summary: ImportSummary; stdout: string; stderr: string }> {
    let stdout = '';
    let stderr = '';
    const summary = await importFile({
      context: books.context,
      storeId,
      stdout: { write: (text) => (stdout += text) },
      stderr: { isTTY: false, write: (text) => (stderr += text) },
      ...options,
    });
    return { summary, stdout, stderr };
  }

  async function fileOf(name: string, lines: readonly (object | string)[]): Promise<string> {
    const path = join(folder, name);
    const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
    await writeFile(path, name.endsWith('.gz') ? gzipSync(text) : text);
    return path;
  }

  it("records a real shop's 90 days as its feed has them, and nothing more the second time", async () => {
    const feed = gunzipSync(readFileSync(RETAIL)).toString().trim().split('\n');
    const payments = feed
      .map(
        (line) =>
          JSON.parse(line) as {
            object: string;
            settledAmount: number;
            totalAmount: number;
            completedAt: string;
          },
      )
      .filter(({ object }) => object === 'payment');
    const settled = payments.reduce((sum, payment) => sum + payment.settledAmount, 0);
    assert.ok(payments.length > 3_000 && payments.length < feed.length);

    const shop = await books.createStore({ currency: 'GBP' });
    const options = { path: RETAIL, storeId: shop, objects: ['payment'] };
    const first = await run(options);
    const { head, ...counts } = first.summary;
    const passedOver = feed.length - payments.length;
    assert.deepEqual(counts, {
      lines: payments.length,
      accepted: payments.length,
      unchanged: 0,
      ledgerEntries: payments.length,
      passedOver,
    });
    assert.deepEqual([head.sequence, head.runningBalance, head.currency], [payments.length, settled, 'GBP']);
    const count = (value: number): string => value.toLocaleString('en-US');
    const pounds = (settled / 100).toLocaleString('en-US', { minimumFractionDigits: 2 });
    assert.equal(
      first.stdout,
      `Imported ${count(payments.length)} lines: ${count(payments.length)} accepted, 0 unchanged, ${count(payments.length)} ledger entries. ` +
        `Passed over ${count(passedOver)} lines of other objects. Balance ${pounds} GBP at sequence ${count(payments.length)}.\n`,
    );
    const [stored] = await books.ask(
      `select count(*)::int as count, sum(total_amount)::int as total, sum(settled_amount)::int as settled,
         (select max(created_at) from daybook.ledger_entries where store_id = $1) as newest
       from daybook.payments where store_id = $1`,
      [shop],
    );
    assert.deepEqual(stored, {
      count: payments.length,
      total: payments.reduce((sum, payment) => sum + payment.totalAmount, 0),
      settled,
      newest: new Date(
        payments
          .map(({ completedAt }) => completedAt)
          .toSorted()
          .at(-1) as string,
      ),
    });

    const second = await run(options);
    assert.deepEqual(second.summary, {
      ...first.summary,
      accepted: 0,
      unchanged: payments.length,
      ledgerEntries: 0,
    });
  });

  it('reads plain files, gzipped files and standard input alike', async () => {
    const lines = [paymentLine('pmt_alike', DAY), '', paymentLine('pmt_alike_2', DAY)];
    const plain = await run({ path: await fileOf('alike.jsonl', lines) });
    const zipped = await run({ path: await fileOf('alike.jsonl.gz', lines) });
    const text = lines.map((line) => (line === '' ? '' : JSON.stringify(line))).join('\r\n');
    const piped = await run({ path: '-', stdin: Readable.from([Buffer.from(text)]) });
    assert.deepEqual([plain.summary.accepted, zipped.summary.unchanged, piped.summary.unchanged], [2, 2, 2]);
    assert.deepEqual(zipped.summary.head, plain.summary.head);
  });

  it('names a bad line by its place in the file, and keeps the batches before it', async () => {
    const shop = await books.createStore();
    const lines = Array.from({ length: 10_002 }, (_, index) => paymentLine(`pmt_place_${index}`, DAY));
    const path = await fileOf('bad.jsonl', ['', ...lines, paymentLine('pmt_bad', DAY, { totalAmount: -1 })]);
    await assert.rejects(run({ path, storeId: shop }), (error: { message: string; details: unknown }) => {
      assert.match(
        error.message,
        / The 10,000 lines before this batch are recorded and stay; importing the file again is harmless\.$/,
      );
      assert.deepEqual(error.details, [{ path: 'line 10004: totalAmount', message: 'must be at least 0' }]);
      return true;
    });
    const [{ count } = { count: 0 }] = await books.ask<{ count: number }>(
      'select count(*)::int as count from daybook.payments where store_id = $1',
      [shop],
    );
    assert.equal(count, 10_000);
    const mended = await run({ path: await fileOf('mended.jsonl', lines), storeId: shop });
    const { lines: read, accepted, unchanged, ledgerEntries } = mended.summary;
    assert.deepEqual([read, accepted, unchanged, ledgerEntries], [10_002, 2, 10_000, 2]);
  });

  it('refuses a line over 1 MiB, and objects that it does not know, by their lines', async () => {
    const long = await fileOf('long.jsonl', [paymentLine('pmt_1', DAY), 'x'.repeat(1024 * 1024 + 1)]);
    await assert.rejects(run({ path: long }), {
      code: 'INVALID_REQUEST',
      message: 'Line 2 is longer than 1048576 bytes.',
    });
    const unknown = await fileOf('unknown.jsonl', [{ object: 'gift' }]);
    await assert.rejects(run({ path: unknown }), { message: /line 1: object: must be one of payment/ });
  });

  it('says so when there is nothing to read', async () => {
    await assert.rejects(run({ path: join(folder, 'none') }), {
      code: 'INVALID_REQUEST',
      message: /^Cannot read .*none \(ENOENT\)\.$/,
    });
    await assert.rejects(run({ path: folder }), { message: /is a folder, not a file\.$/ });
    const broken = join(folder, 'broken.gz');
    await writeFile(broken, gzipSync(JSON.stringify(paymentLine('pmt_1', DAY))).subarray(0, 60));
    await assert.rejects(run({ path: broken }), { message: /broken\.gz is not a whole gzip file\.$/ });
  });

  it('imports an empty file as nothing, and none into a store that does not exist', async () => {
    const path = await fileOf('empty.jsonl', []);
    assert.equal((await run({ path })).summary.lines, 0);
    await assert.rejects(run({ path, storeId: 'shp_000000000000000000000000' }), { code: 'NOT_FOUND' });
  });

  it('draws its progress on a terminal and nowhere else', async () => {
    const path = await fileOf('progress.jsonl', [paymentLine('pmt_progress', DAY)]);
    assert.equal((await run({ path })).stderr, '');
    let drawn = '';
    await run({ path, stderr: { isTTY: true, write: (text) => (drawn += text) } });
    assert.match(drawn, /█{24} 100 % {2}1 lines {2}[\d,]+ lines\/s/);
    assert.ok(drawn.endsWith('\r\x1b[2K'), 'and takes it away at the end');
  });

  it('stops between batches when it is told to', async () => {
    const path = await fileOf('stopped.jsonl', [paymentLine('pmt_stopped', DAY)]);
    await assert.rejects(run({ path, signal: AbortSignal.abort() }), { message: 'The import was stopped.' });
    assert.deepEqual(await books.ask('select from daybook.payments where id = $1', ['pmt_stopped']), []);
  });
});
