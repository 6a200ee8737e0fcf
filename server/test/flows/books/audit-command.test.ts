import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, afterEach, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { type SignedHead, verifyLedger } from '../../../../client/src/verify.ts';
import { ledgerFile, source } from '../../../../client/test/ledger-file.ts';
import { Operator } from '../../../../client/test/operator.ts';
import type { Entry } from '../../../../client/test/random-ledger.ts';
import { auditBooks } from '../../../src/commands/run-audit.ts';
import { importFile } from '../../../src/commands/run-import.ts';
import { openTestBooks, type TestBooks } from '../../support/rows/books.ts';
import { endProcesses, startProcess } from '../../support/servers/start-process.ts';
import { type EntryRow, openTampering, rechained } from '../../support/faults/tampering.ts';

const FEED = fileURLToPath(new URL('../../fixtures/retail-activity.jsonl.gz', import.meta.url));

describe('daybook-server audit', () => {
  const feed = gunzipSync(readFileSync(FEED)).toString().trim().split('\n');
  let books: TestBooks;
  let storeId: string;
  before(async () => {
    books = await openTestBooks();
    storeId = await books.createStore({ currency: 'GBP' });
    const silent = { write: () => true };
    await importFile({ context: books.context, storeId, path: FEED, stdout: silent, stderr: silent });
    await books.createStore();
  });
  afterEach(endProcesses);
  after(() => books.close());

  async function run(options: { json?: boolean; isTTY?: boolean; signal?: AbortSignal } = {}) {
    const { json = false, isTTY = false, signal = new AbortController().signal } = options;
    const printed = { stdout: '', stderr: '' };
    const stdout = { write: (text: string) => (printed.stdout += text) };
    const stderr = { isTTY, write: (text: string) => (printed.stderr += text) };
    const code = await auditBooks({
      context: books.context,
      storeId: undefined,
      json,
      stdout,
      stderr,
      signal,
    });
    return { code, ...printed };
  }

  const settings = () => ({
    DATABASE_URL: books.database.appUrl,
    SECRETS_KEY: randomBytes(32).toString('base64'),
  });

  it("finds no fault in a real shop's 90 days, of which it read every entry and object", async () => {
    const { code, stdout, stderr } = await run();
    const entries = feed.length.toLocaleString('en-US');
    assert.match(
      stdout,
      new RegExp(
        `^2 stores, ${entries} entries, ${entries} objects: no fault. [\\d.]+ s, [\\d,]+ entries/s.\n$`,
      ),
    );
    assert.deepEqual([code, stderr], [0, ''], 'no progress where nobody looks');
  });

  it('says the same to machines', async () => {
    const { milliseconds, ...summary } = JSON.parse((await run({ json: true })).stdout) as { milliseconds: number }; // prettier-ignore
    assert.deepEqual(summary, { stores: 2, entries: feed.length, objects: feed.length, faults: [] });
    assert.ok(milliseconds > 0);
  });

  it('shows progress on a terminal and takes it away again', async () => {
    const { stderr } = await run({ isTTY: true });
    assert.match(stderr, /rows {2}[\d,]+ rows\/s/);
    assert.ok(stderr.endsWith('\r\x1b[2K'));
  });

  it('stops at once when it is told to, whatever the database is doing, and leaves nothing behind', async () => {
    const stopping = new AbortController();
    await books.ask('begin');
    await books.ask('lock table daybook.refunds in access exclusive mode');
    const stopped = assert.rejects(run({ signal: stopping.signal }), { name: 'AbortError' });
    const waiting = () =>
      books.ask(`select from pg_stat_activity where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0`); // prettier-ignore
    while ((await waiting()).length === 0);
    stopping.abort();
    await stopped;
    await books.ask('rollback');
    assert.equal((await run()).code, 0);
    const { pool } = books.context.database;
    assert.equal(pool.totalCount, pool.idleCount);
  });

  it('as a process ends with 0, and with 2 where it was asked wrongly', async () => {
    const sound = startProcess(['audit', '--store', storeId], settings());
    assert.equal(await sound.ended(), 0, sound.printed());
    assert.match(sound.printed(), /^1 store, .*: no fault\./m);
    for (const [words, answer] of [
      [['--store', 'shp_nothing'], /There is no store shp_nothing\. See --help\./],
      [['--stores', storeId], /Unknown option '--stores'/],
      [[storeId], /is one word too many\. See --help\./],
    ] as const) {
      const wrong = startProcess(['audit', ...words], settings());
      assert.equal(await wrong.ended(), 2, wrong.printed());
      assert.match(wrong.printed(), answer);
    }
  });

  it('cannot see a ledger rewritten together with what it is about; a kept head can', async () => {
    const operator = new Operator();
    const tampering = await openTampering(books.database.superUrl);
    try {
      const rows = await tampering.entriesOf(storeId);
      const kept = operator.head(rows.map(asFileRow));
      assert.deepEqual((await verify(rows, kept, operator)).fault, null);

      const payment = rows.find(({ type }) => type === 'PAYMENT_RECEIVED') as EntryRow;
      payment.amount -= 1;
      await tampering.ask('update payments set settled_amount = settled_amount - 1 where id = $1', [
        payment.payment_id,
      ]);
      await tampering.replace(storeId, rechained(rows));
      await tampering.setHead(storeId);
      await tampering.setTieOuts(storeId);

      assert.equal((await run()).code, 0, 'everything in the database fits');
      const { fault } = await verify(await tampering.entriesOf(storeId), kept, operator);
      assert.equal(fault?.code, 'REWRITTEN');
      assert.equal(fault.sequence, rows.length);
    } finally {
      await tampering.close();
    }
  });

  it('as a process names a fault and ends with 1', async () => {
    await books.ask(
      `update daybook.ledger_heads set running_balance = running_balance + 1 where store_id = $1`,
      [storeId],
    );
    const process = startProcess(['audit'], settings());
    assert.equal(await process.ended(), 1);
    assert.match(process.printed(), new RegExp(`^HEAD_WRONG Store ${storeId}, sequence ${feed.length}: .*expected runningBalance \\d+, found \\d+\\.$`, 'm')); // prettier-ignore
    assert.match(process.printed(), /^2 stores, .*: 1 store with a fault\./m);
  });
});

/** The rows as the BALANCE_LEDGER file has them, against a head that somebody kept. */
function verify(rows: readonly EntryRow[], head: SignedHead, { keys }: Operator) {
  const file = source('ledger.csv', ledgerFile(rows.map(asFileRow), 'CSV'));
  return verifyLedger({ files: [file], head: { name: 'head.json', document: head }, keys });
}

function asFileRow({ previous_balance: _notInTheFile, ...row }: EntryRow): Entry {
  return { ...row, previous_hash: row.previous_hash.slice(2), hash: row.hash.slice(2) };
}
