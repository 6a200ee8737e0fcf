import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { createToken } from '../../../src/verbs/tokens/create.ts';
import { openCommitCutter } from '../../support/faults/commit-cutter.ts';
import { createTestStore, startDaybook, type TestDaybook, type TestStore } from '../../support/daybook.ts';
import { endProcesses, startProcess } from '../../support/servers/start-process.ts';
import { createTestClock } from '../../support/test-clock.ts';
import { askPostgres } from '../../support/ask-postgres.ts';

const OPERATOR = { kind: 'operator' } as const;
const APRIL = {
  type: 'PAYMENT_ACTIVITY',
  periodStart: '2026-04-01T00:00:00Z',
  periodEnd: '2026-05-01T00:00:00Z',
};
type Answer = {
  status: number;
  replayed: boolean;
  text: string;
  body: { code?: string; data: { id: string } };
};

describe('a POST with an Idempotency-Key', () => {
  const clock = createTestClock();
  let daybook: TestDaybook;
  let store: TestStore;
  before(async () => {
    daybook = await startDaybook({ clock, working: false });
  });
  after(() => daybook.stop());
  afterEach(endProcesses);

  async function post(
    key: string,
    body: object = APRIL,
    options: { secret?: string; baseUrl?: string } = {},
  ): Promise<Answer> {
    const { secret = store.secret, baseUrl = daybook.baseUrl } = options;
    const response = await fetch(`${baseUrl}/v2/core/stores/${store.storeId}/reports`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${secret}`,
        'Content-Type': 'application/json',
        'Idempotency-Key': key,
      },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    const replayed = response.headers.get('idempotent-replay') === 'true';
    return { status: response.status, replayed, text, body: JSON.parse(text) as Answer['body'] };
  }

  async function countReports(): Promise<number> {
    const rows = await askPostgres<{ count: string }>(
      daybook.database.superUrl,
      'select count(*) from daybook.reports where store_id = $1',
      [store.storeId],
    );
    return Number(rows[0]?.count);
  }

  async function newStore(): Promise<void> {
    clock.advance(1_000);
    store = await createTestStore(daybook);
  }

  // First of all those with a process of its own, whose clock is the real one.
  it('outlives the process that dies between commit and reply: one report, and the answer is still there', async () => {
    await newStore();
    const way = await openCommitCutter(daybook.database.appUrl, 'update idempotency_keys set status');
    const server = startProcess(['api'], {
      ...{ DATABASE_URL: way.url, SECRETS_KEY: daybook.context.secretsKey.toString('base64') },
      ...{ PORT: '0', LOG_LEVEL: 'info' },
    });
    await server.until(/http:\/\/127\.0\.0\.1:\d+/);
    const baseUrl = /http:\/\/127\.0\.0\.1:\d+/.exec(server.printed())?.[0] as string;
    const lost = post('key-4', APRIL, { baseUrl }).then(
      () => 'answered',
      () => 'no answer',
    );
    await way.committed;
    server.child.kill('SIGKILL');
    assert.equal(await lost, 'no answer');
    await way.close();
    const answers = await Promise.all(Array.from({ length: 50 }, () => post('key-4')));
    assert.equal(new Set(answers.map(({ text }) => text)).size, 1);
    for (const { status, replayed } of answers) assert.deepEqual([status, replayed], [201, true]);
    assert.equal(await countReports(), 1);
  });

  it('is free again 60 seconds after a process died with it', async () => {
    await newStore();
    const way = await openCommitCutter(daybook.database.appUrl, 'insert into idempotency_keys');
    const server = startProcess(['api'], {
      ...{ DATABASE_URL: way.url, SECRETS_KEY: daybook.context.secretsKey.toString('base64') },
      ...{ PORT: '0', LOG_LEVEL: 'info' },
    });
    await server.until(/http:\/\/127\.0\.0\.1:\d+/);
    const baseUrl = /http:\/\/127\.0\.0\.1:\d+/.exec(server.printed())?.[0] as string;
    const lost = post('key-5', APRIL, { baseUrl }).catch(() => 'no answer');
    await way.committed;
    server.child.kill('SIGKILL');
    await lost;
    await way.close();
    const started = Date.now();
    const early = await post('key-5');
    assert.deepEqual([early.status, early.body.code], [409, 'IDEMPOTENCY_IN_FLIGHT']);
    assert.equal(await countReports(), 0);
    clock.advance(started + 61_000 - clock());
    const free = await post('key-5');
    assert.deepEqual([free.status, free.replayed, await countReports()], [201, false, 1]);
  });

  it('takes effect once, and gives the first answer again, byte by byte, for 24 hours', async () => {
    await newStore();
    const first = await post('key-1');
    assert.deepEqual([first.status, first.replayed], [201, false]);
    clock.advance(24 * 3_600_000 - 1);
    const again = await post('key-1');
    assert.deepEqual([again.status, again.replayed, again.text], [201, true, first.text]);
    assert.equal(await countReports(), 1);
    clock.advance(1);
    const later = await post('key-1');
    assert.deepEqual([later.status, later.replayed, await countReports()], [201, false, 2]);
  });

  it('makes one report of 50 at the same time: the others hear 409 or the first answer', async () => {
    await newStore();
    const answers = await Promise.all(Array.from({ length: 50 }, () => post('key-50')));
    const made = answers.filter(({ status, replayed }) => status === 201 && !replayed);
    assert.equal(made.length, 1);
    for (const { status, replayed, text, body } of answers) {
      if (status === 201) assert.ok(text === made[0]?.text);
      else assert.deepEqual([status, body.code, replayed], [409, 'IDEMPOTENCY_IN_FLIGHT', false]);
    }
    assert.equal(await countReports(), 1);
  });

  it('is 422 with another body or path, and belongs to its token alone', async () => {
    await newStore();
    await post('key-2');
    const other = await post('key-2', { ...APRIL, formats: ['JSON'] });
    assert.deepEqual([other.status, other.body.code], [422, 'IDEMPOTENCY_MISMATCH']);
    const { secret } = await createToken(daybook.context, OPERATOR, {
      ...{ storeId: store.storeId, name: 'other', mode: 'BEARER', permissions: ['REPORTS_WRITE'] },
    });
    const others = await post('key-2', { ...APRIL, formats: ['JSON'] }, { secret });
    assert.deepEqual([others.status, others.replayed], [201, false]);
    assert.equal(await countReports(), 2);
  });

  it('keeps no failure: the same key works once the request is right', async () => {
    await newStore();
    const wrong = await post('key-3', { ...APRIL, periodEnd: '2025-01-01T00:00:00Z' });
    assert.equal(wrong.status, 400);
    assert.equal((await post('key-3')).status, 201);
    for (const bad of ['', 'ü', 'a b', 'x'.repeat(256)]) {
      const { status, body } = await post(encodeURI(bad));
      assert.deepEqual([status, body.code], [400, 'INVALID_REQUEST'], bad);
    }
  });
});
