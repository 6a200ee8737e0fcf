import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import pg from 'pg';
import { openDatabase } from '../../../src/db/database.ts';
import type { Caller } from '../../../src/domain/caller.ts';
import { RECORDS_BUFFER_MAX_ROWS } from '../../../src/domain/limits.ts';
import { listApiRequests } from '../../../src/verbs/records/list-requests.ts';
import { createRecorder, type NewApiRequest, type Recorder } from '../../../src/verbs/records/recorder.ts';
import { createTestStore, startDaybook, type TestDaybook, type TestStore } from '../../support/daybook.ts';
import { createTestClock } from '../../support/test-clock.ts';

const START = Date.now();

/** Which requests of the store are recorded, newest first, by `X-Request-Id`, and how many. */
async function recorded(daybook: TestDaybook, { storeId }: TestStore, before?: number) {
  const developer: Caller = { kind: 'account', storeId, accountId: 'acc', role: 'DEVELOPER' };
  const page = { storeId, page: 1, limit: 100, ...(before === undefined ? {} : { before }) };
  const { items, total } = await listApiRequests(daybook.context, developer, page);
  return { ids: items.map(({ requestId }) => requestId), total };
}

/** Holds the table, as an operator's own statement could, until `release`. */
async function lockRecords(daybook: TestDaybook): Promise<{ release(): Promise<void> }> {
  const client = new pg.Client({ connectionString: daybook.database.superUrl });
  await client.connect();
  await client.query('begin; lock table daybook.api_requests in access exclusive mode');
  return { release: () => client.end() };
}

/** A recorder of its own through a Daybook's database, or through none, and what it warns of. */
function recorderOn(url: string): { recorder: Recorder; warnings: string[]; stop(): Promise<void> } {
  const options = { maxConnections: 2, applicationName: 'test', onError: () => {} };
  const database = openDatabase({ url, ...options });
  const warnings: string[] = [];
  const warn = (facts: object, sentence: string) =>
    void warnings.push('count' in facts ? `${sentence}: ${String(facts.count)}` : sentence);
  const recorder = createRecorder({ database, warn });
  return {
    recorder,
    warnings,
    async stop() {
      await recorder.close();
      await database.close();
    },
  };
}

function requestOf(storeId: string, number: number, change: Partial<NewApiRequest> = {}): NewApiRequest {
  const facts = { method: 'GET', path: '/', status: 200, durationMs: 1, tokenId: 'stk', ip: null };
  return { storeId, at: START + number, ...facts, requestId: `n${number}`, ...change };
}

const WAIT = 'cannot write records of requests; they wait in memory';

describe('records', { timeout: 100_000 }, () => {
  it('wait while their table is locked; requests are answered all the same, and none is missing after it', async () => {
    const clock = createTestClock();
    const daybook = await startDaybook({ clock });
    try {
      const store = await createTestStore(daybook);
      const lock = await lockRecords(daybook);
      const flushed: Promise<void>[] = [];
      for (let i = 0; i < 30; i += 1) {
        assert.equal((await store.call('GET', '/reports')).status, 200);
        flushed.push(daybook.context.recorder.flush());
      }
      await flushed[0];
      assert.equal((await store.call('GET', '/reports')).status, 200, 'after a batch was given up');
      await lock.release();
      await Promise.all(flushed);
      await daybook.context.recorder.flush();
      const { ids, total } = await recorded(daybook, store);
      assert.deepEqual([total, new Set(ids).size], [31, 31]);
    } finally {
      await daybook.stop();
    }
  });

  it('that do not fit in memory any more are given up, oldest first, and counted in one line when it is over', async () => {
    const daybook = await startDaybook({ working: false });
    const store = await createTestStore(daybook);
    const { recorder, warnings, stop } = recorderOn(daybook.database.appUrl);
    try {
      const lock = await lockRecords(daybook);
      const sent = RECORDS_BUFFER_MAX_ROWS + 4_000;
      const send = (from: number, to: number) => {
        for (let n = from; n < to; n += 1) recorder.request(requestOf(store.storeId, n));
      };
      send(0, sent - 1_500);
      await recorder.flush();
      send(sent - 1_500, sent);
      assert.deepEqual(warnings, [WAIT]);
      await lock.release();
      await recorder.flush();
      await recorder.flush();
      const { ids, total } = await recorded(daybook, store);
      assert.equal(ids[0], `n${sent - 1}`);
      assert.ok(total > RECORDS_BUFFER_MAX_ROWS - 1_000 && total <= RECORDS_BUFFER_MAX_ROWS, String(total));
      const older = await recorded(daybook, store, START + sent - total);
      assert.equal(older.total, 0, 'the newest are there without a gap');
      assert.deepEqual(warnings, [WAIT, `records of requests were lost: ${sent - total}`]);
    } finally {
      await stop();
      await daybook.stop();
    }
  });

  it('that no database ever took are counted when the server stops, and the stop does not wait for long', async () => {
    const { recorder, warnings, stop } = recorderOn('postgres://daybook@127.0.0.1:1/none');
    for (let n = 0; n < 1_500; n += 1) recorder.request(requestOf(`shp_${'0'.repeat(24)}`, n));
    await recorder.flush();
    assert.deepEqual(warnings, [WAIT]);
    await stop();
    assert.deepEqual(warnings, [WAIT, 'records of requests were lost: 1500']);
  });

  it('that Postgres refuses do not hold up the others', async () => {
    const daybook = await startDaybook({ working: false });
    const store = await createTestStore(daybook);
    const { recorder, warnings, stop } = recorderOn(daybook.database.appUrl);
    try {
      recorder.request(requestOf(store.storeId, 1, { status: 7 }));
      await recorder.flush();
      recorder.request(requestOf(store.storeId, 2));
      await recorder.flush();
      assert.deepEqual(await recorded(daybook, store), { ids: ['n2'], total: 1 });
      assert.deepEqual(warnings, [WAIT, 'records of requests were lost: 1']);
      recorder.request(requestOf(store.storeId, 3, { status: 7 }));
      await recorder.flush();
      assert.equal(warnings.length, 3, 'trouble that comes again is told again');
    } finally {
      await stop();
      await daybook.stop();
    }
  });

  it('are not doubled when the answer of the commit is lost and the batch is sent again', async () => {
    const daybook = await startDaybook({ working: false });
    const store = await createTestStore(daybook);
    const { recorder, warnings, stop } = recorderOn(daybook.database.appUrl);
    const query = pg.Client.prototype.query as unknown as (...words: unknown[]) => unknown;
    let cut = true;
    const cutting = async function (this: pg.Client, ...words: unknown[]): Promise<unknown> {
      const result = await query.apply(this, words);
      if (words[0] !== 'commit' || !cut) return result;
      cut = false;
      throw new Error('Connection terminated unexpectedly');
    };
    try {
      for (let n = 0; n < 5; n += 1) recorder.request(requestOf(store.storeId, n));
      pg.Client.prototype.query = cutting as unknown as typeof pg.Client.prototype.query;
      await recorder.flush();
      pg.Client.prototype.query = query as unknown as typeof pg.Client.prototype.query;
      assert.equal(cut, false);
      assert.equal((await recorded(daybook, store)).total, 5, 'they were committed');
      await recorder.flush();
      assert.equal((await recorded(daybook, store)).total, 5);
      await recorder.close();
      assert.deepEqual(warnings, [WAIT], 'and none counts as lost');
    } finally {
      pg.Client.prototype.query = query as unknown as typeof pg.Client.prototype.query;
      await stop();
      await daybook.stop();
    }
  });

  it('of every request that was answered are there after a graceful stop, each once, whichever process answered', async () => {
    const clock = createTestClock();
    const one = await startDaybook({ clock });
    const two = await startDaybook({ clock, on: one });
    const store = await createTestStore(one);
    const ask = async (at: TestDaybook): Promise<string | undefined> => {
      const headers = { Authorization: `Bearer ${store.secret}`, Connection: 'close' };
      const answer = await fetch(`${at.baseUrl}/v2/core/stores/${store.storeId}/reports`, { headers }).catch(() => undefined); // prettier-ignore
      await answer?.text();
      return answer?.headers.get('x-request-id') ?? undefined;
    };
    const first = ask(two);
    const asked = Promise.all([first, ...Array.from({ length: 40 }, (_, n) => ask(n % 2 ? one : two))]);
    await first;
    await two.stop();
    const answered = (await asked).filter((id) => id !== undefined);
    assert.ok(answered.length > 20);
    await one.context.recorder.flush();
    const { ids } = await recorded(one, store);
    assert.equal(new Set(ids).size, ids.length);
    for (const id of answered) assert.ok(ids.includes(id), id);
    await one.stop();
  });
});
