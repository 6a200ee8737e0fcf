import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import pg from 'pg';
import { askPostgres } from '../../support/ask-postgres.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { createTestStore, startDaybook, type TestDaybook, type TestStore } from '../../support/daybook.ts';
import { createLogLines, type LogLines } from '../../support/log-lines.ts';
import { openCrashablePostgres, type CrashablePostgres } from '../../support/servers/crashable-postgres.ts';
import { endProcesses, startProcess } from '../../support/servers/start-process.ts';
import { createTestClock } from '../../support/test-clock.ts';

type Line = Record<string, unknown> & { level: string; msg: string };

/** The lines of a log, or of what a process printed. */
const linesOf = (text: string): Line[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line);
const PERIOD = { periodStart: '2026-01-01T00:00:00Z', periodEnd: '2026-02-01T00:00:00Z' };

describe('the log of a Daybook whose Postgres is restarted', () => {
  let postgres: CrashablePostgres;
  let daybook: TestDaybook;
  let log: LogLines;
  let lines: Line[];
  const shared = process.env['DAYBOOK_TEST_POSTGRES'];
  before(async () => {
    postgres = await openCrashablePostgres();
    log = createLogLines();
    daybook = await startDaybook({ log: log.log });
    const store = await createTestStore(daybook);
    await store.export({ type: 'PAYMENT_ACTIVITY', ...PERIOD });
    await postgres.crash();
    await store.call('GET', '/reports?limit=1');
    await log.until('could not look for reports');
    await postgres.start();
    await log.until('the database answers again');
    await log.until('looks for reports that lost their worker again');
    await store.call('GET', '/reports?limit=1');
    lines = linesOf(log.text());
  });
  after(async () => {
    await daybook.stop();
    await postgres.close();
    process.env['DAYBOOK_TEST_POSTGRES'] = shared;
  });

  it('says once that connections break and why, however many do, and once that it is over, with their number and for how long', () => {
    const broke = lines.filter(({ msg }) => msg.includes('connection'));
    assert.equal(broke.length, 1, JSON.stringify(broke));
    assert.match(String(broke[0]?.['reason']), /terminat|shutting down|reset|refused|ENOENT/i);
    const [back, ...more] = lines.filter(({ msg }) => msg === 'the database answers again');
    assert.deepEqual(more, []);
    assert.ok(Number(back?.['times']) > 1 && Number(back?.['forMs']) > 0, JSON.stringify(back));
  });

  it('says once what cannot be done meanwhile, and that it is done again', () => {
    assert.equal(lines.filter(({ msg }) => msg.startsWith('could not look for reports')).length, 1);
  });

  it('names the reason beside the request that was answered 503', () => {
    const [refused] = lines.filter(({ msg, status }) => msg === 'request' && status === 503);
    assert.deepEqual([refused?.level, refused?.['code']], ['warn', 'UNAVAILABLE']);
    assert.ok(String(refused?.['reason']).length > 0 && refused?.['reqId'], JSON.stringify(refused));
  });

  it('has no error and no stack: nothing is wrong with the program', () => {
    assert.deepEqual(lines.filter(({ level }) => level === 'error' || level === 'fatal'), []); // prettier-ignore
    assert.doesNotMatch(log.text(), /\\n +at /);
  });
});

describe('the log of a flood', () => {
  const clock = createTestClock();
  let daybook: TestDaybook;
  let store: TestStore;
  let log: LogLines;
  const ask = (credential: string) =>
    fetch(`${daybook.baseUrl}/v2/core/stores/${store.storeId}/reports?limit=1`, {
      headers: { Authorization: `Bearer ${credential}` },
    }).then(async (response) => (await response.arrayBuffer()) && response.status);
  before(async () => {
    log = createLogLines();
    daybook = await startDaybook({ clock, log: log.log, working: false });
    store = await createTestStore(daybook);
  });

  it('has one line for the first refusal of each sender and one with the number of the others, and counts every request', async () => {
    const spent = await Promise.all(Array.from({ length: 150 }, () => ask(store.secret)));
    const guessed = await Promise.all(Array.from({ length: 40 }, () => ask(`sk_live_${randomBytes(32).toString('base64url')}`))); // prettier-ignore
    await daybook.stop();
    const lines = linesOf(log.text());
    const sums = lines.filter(({ msg }) => msg === 'requests refused');
    for (const [status, answers] of [
      [429, spent],
      [401, guessed],
    ] as const) {
      const refused = answers.filter((each) => each === status).length;
      assert.ok(refused > 20, `${status}: ${refused}`);
      const own = lines.filter((line) => line.msg === 'request' && line['status'] === status);
      assert.equal(own.length, 1);
      const [sum, ...more] = sums.filter((line) => line['status'] === status);
      assert.deepEqual(more, []);
      assert.equal(Number(sum?.['count']) + own.length, refused);
      assert.match(JSON.stringify(sum), status === 429 ? /"tokenId":"\w+"/ : /"address":"127\.0\.0\.1"/);
    }
    assert.equal(lines.filter((line) => line.msg === 'request' && line['status'] === 200).length, spent.filter((each) => each === 200).length); // prettier-ignore
  });
});

describe('the log of a report', () => {
  let daybook: TestDaybook;
  let log: LogLines;
  before(async () => {
    log = createLogLines();
    daybook = await startDaybook({ log: log.log });
  });
  after(() => daybook.stop());

  it('says once that it succeeded: which report of which store, at which attempt, rows, bytes and time', async () => {
    const store = await createTestStore(daybook);
    const { report } = await store.export({ type: 'PAYMENT_ACTIVITY', ...PERIOD });
    const ends = linesOf(log.text()).filter(({ msg }) => msg === 'report succeeded');
    assert.equal(ends.length, 1);
    const { reportId, storeId, attempt, rows, bytes, ms } = ends[0] as Line;
    assert.deepEqual([reportId, storeId, attempt, rows], [report.id, store.storeId, 1, 0]);
    assert.ok(Number(bytes) > 0 && Number(ms) >= 0);
  });

  it('says of one that fails why the attempt did and when there is another, or once that the report failed', async (t) => {
    const trouble = createLogLines();
    const paused = await startDaybook({ log: trouble.log, working: false });
    t.after(() => paused.stop());
    const store = await createTestStore(paused);
    const queue = () => store.call<{ id: string }>('POST', '/reports', { type: 'PAYMENT_ACTIVITY', formats: ['CSV'], ...PERIOD }); // prettier-ignore
    const [first, last] = [(await queue()).body.data.id, (await queue()).body.data.id];
    await askPostgres(
      paused.database.superUrl,
      "update daybook.reports set status = 'PROCESSING', attempts = 2, claim = repeat('0', 32), started_at = now() where id = $1",
      [last],
    );
    await writeFile(join(paused.folder, 'objects'), 'no folder');
    await paused.work();
    await Promise.all([trouble.until('report will be tried again'), trouble.until('"report failed"')]);
    const said = (reportId: string) => linesOf(trouble.text()).filter((line) => line.msg.startsWith('report') && line['reportId'] === reportId); // prettier-ignore
    assert.deepEqual(said(first).map(({ msg, level, attempt }) => [msg, level, attempt]), [
      ['report attempt started', 'info', 1],
      ['report attempt failed', 'warn', 1],
      ['report will be tried again', 'info', 1],
    ]); // prettier-ignore
    assert.deepEqual(said(last).map(({ msg, level, attempt }) => [msg, level, attempt]), [
      ['report attempt started', 'info', 3],
      ['report attempt failed', 'warn', 3],
      ['report failed', 'warn', 3],
    ]); // prettier-ignore
    assert.deepEqual(said(last).map((line) => line['errorCode']), [undefined, 'STORAGE_UNAVAILABLE', 'STORAGE_UNAVAILABLE']); // prettier-ignore
    assert.doesNotMatch(trouble.text(), /\\n +at /);
  });
});

describe('the log of a report that is cancelled in the middle', () => {
  it('tells of no failure', async (t) => {
    const log = createLogLines();
    const daybook = await startDaybook({ log: log.log });
    const holder = new pg.Client({ connectionString: daybook.database.superUrl });
    await holder.connect();
    t.after(async () => {
      await holder.end();
      await daybook.stop();
    });
    const store = await createTestStore(daybook);
    await holder.query('begin; lock table daybook.payments');
    const { body } = await store.call<{ id: string }>('POST', '/reports', { type: 'PAYMENT_ACTIVITY', formats: ['CSV'], ...PERIOD }); // prettier-ignore
    await log.until('report attempt started');
    assert.equal((await store.call('POST', `/reports/${body.data.id}/cancel`)).status, 200);
    await log.until('the claim was lost');
    const lines = linesOf(log.text()).filter(({ reportId }) => reportId === body.data.id);
    assert.deepEqual(lines.filter(({ level }) => level !== 'info'), []); // prettier-ignore
  });
});

describe('the log of a process', () => {
  const SECRETS_KEY = randomBytes(32).toString('base64');
  let database: TestDatabase;
  before(async () => {
    database = await createTestDatabase();
  });
  afterEach(endProcesses);
  after(() => database.close());

  for (const role of ['api', 'worker'] as const)
    it(`${role}: begins with what it is and works with and what is not configured, and ends with how long its stop took`, async () => {
      const server = startProcess([role], {
        DATABASE_URL: database.appUrl,
        SECRETS_KEY,
        PORT: '0',
        S3_BUKET: 'files',
      });
      await server.until(role === 'api' ? '"listening"' : '"working"');
      server.child.kill('SIGTERM');
      assert.equal(await server.ended(), 0);
      const lines = linesOf(server.printed());
      const first = lines.find(({ msg }) => msg === 'starting');
      assert.match(String(first?.['version']), /^\d+\.\d+\.\d+/);
      assert.match(JSON.stringify(first?.['database']), /"postgres":"\d+.*"name":"\w+".*"schema":\d+/);
      assert.match(String(first?.['storage']), /^folder/);
      const said = lines.map(({ msg }) => msg).join('\n');
      assert.match(said, /S3_BUKET is no setting of Daybook: if S3_BUCKET is meant/);
      assert.match(said, role === 'api' ? /OPERATOR_KEY is not set/ : /SMTP_URL is not set/);
      assert.ok(lines.some(({ msg }) => msg === 'stopping'));
      const stopped = lines.at(-1);
      assert.equal(stopped?.msg, 'stopped');
      assert.ok(Number(stopped?.['ms']) >= 0);
      assert.doesNotMatch(server.printed(), new RegExp(new URL(database.appUrl).password || 'no password'));
    });
});
