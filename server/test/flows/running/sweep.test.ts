import assert from 'node:assert/strict';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import pg from 'pg';
import { DAY_MS } from '../../../src/domain/limits.ts';
import { newId } from '../../../src/domain/id.ts';
import { objectKey } from '../../../src/jobs/report-object.ts';
import { type Swept, sweptNothing } from '../../../src/jobs/swept.ts';
import { createFolderStorage } from '../../../src/storage/folder/folder-storage.ts';
import { createTestStore, type ReportAnswer, startDaybook, type TestDaybook, type TestStore } from '../../support/daybook.ts'; // prettier-ignore
import { createLogLines } from '../../support/log-lines.ts';
import { paymentLine } from '../../support/rows/payment-line.ts';
import { openQueuedJobs } from '../../support/queued-jobs.ts';
import { heldBy } from '../../support/models/swept-world.ts';
import { createTestClock } from '../../support/test-clock.ts';
import { filesOfReport } from '../../support/files-of-report.ts';

const APRIL = {
  type: 'PAYMENT_ACTIVITY',
  periodStart: '2026-04-01T00:00:00Z',
  periodEnd: '2026-05-01T00:00:00Z',
};
const BOTH = { ...APRIL, formats: ['CSV', 'JSON'] };
const NOT_STOPPED = new AbortController().signal;

describe('the sweep', () => {
  const clock = createTestClock();
  const lines = createLogLines();
  let daybook: TestDaybook;
  let store: TestStore;
  let client: pg.Client;
  before(async () => {
    daybook = await startDaybook({ clock, working: false, log: lines.log });
    client = new pg.Client({
      connectionString: daybook.database.superUrl,
      options: '-c search_path=daybook -c timezone=UTC',
    });
    await client.connect();
    store = await createTestStore(daybook);
    await store.record([paymentLine('pmt_swept', '2026-04-02T00:00:00Z')]);
    // Its own first sweep comes before everything that is to be swept.
    await daybook.work();
    await lines.until('swept');
  });
  beforeEach(() => clock.advance(1_000));
  after(async () => {
    await client.end();
    await daybook.stop();
  });

  /** What there was to sweep, without the records of requests and downloads, which come when they come. */
  async function sweep(): Promise<Partial<Swept>> {
    const { swept: all, failures, finished } = await daybook.sweep(NOT_STOPPED);
    const { requests: _requests, downloads: _downloads, ...swept } = all;
    assert.deepEqual([failures, finished], [[], true]);
    return Object.fromEntries(Object.entries(swept).filter(([, count]) => count > 0));
  }

  const ask = async <Row>(text: string, values: unknown[] = []): Promise<Row[]> =>
    (await client.query(text, values)).rows as Row[];

  async function countsOf(...tables: string[]): Promise<number[]> {
    const counts = [];
    for (const table of tables)
      counts.push((await ask<{ count: number }>(`select count(*)::int from ${table}`))[0]?.count ?? -1);
    return counts;
  }

  const held = () => heldBy(folderOf(daybook));

  it('takes rows, files, manifests and attempts 30 days after creation, and leaves a younger report whole', async () => {
    const old = await store.export(BOTH);
    clock.advance(DAY_MS);
    const young = await store.export(BOTH);
    const expiresAt = Date.parse(String(old.report['expiresAt']));
    clock.advance(expiresAt - 1 - clock());
    assert.deepEqual(await sweep(), {}, 'a millisecond before');
    clock.advance(1);
    assert.deepEqual(await sweep(), { reports: 1 });
    assert.deepEqual(await ask(`select id from reports`), [{ id: young.report.id }]);
    assert.deepEqual(await countsOf('report_files', 'report_manifests', 'report_attempts'), [2, 1, 1]);
    const { objects } = await held();
    assert.equal(objects.length, 2);
    assert.ok(objects.every((key) => key.includes(young.report.id)));
    assert.deepEqual(await filesOfReport(daybook, old.report.id), []);
    const { body } = await store.call<{ url: string }>('GET', `/reports/${young.report.id}/download/csv`);
    assert.deepEqual(Buffer.from(await (await fetch(body.data.url)).arrayBuffer()), young.files['CSV']);
    clock.advance(31 * DAY_MS);
    await sweep();
  });

  it('is not needed for a report to be gone: every route is 404 from the instant of expiry, and no signed URL outlives it', async () => {
    const { report } = await store.export(BOTH);
    const expiresAt = Date.parse(String(report['expiresAt']));
    const urls: string[] = [];
    const download = async (format: string) => {
      const answer = await store.call<{ url: string; expiresAt: string }>('GET', `/reports/${report.id}/download/${format}`); // prettier-ignore
      if (answer.status === 200) {
        assert.ok(Date.parse(answer.body.data.expiresAt) <= expiresAt);
        urls.push(answer.body.data.url);
      }
      return answer.status;
    };
    for (const secondsBefore of [299, 60, 2]) {
      clock.advance(expiresAt - secondsBefore * 1_000 - clock());
      assert.deepEqual([await download('csv'), await download('json')], [200, 200]);
    }
    const statusesOf = () => Promise.all(urls.map(async (url) => (await fetch(url)).status));
    assert.deepEqual(new Set(await statusesOf()), new Set([200]));
    clock.advance(expiresAt - clock());
    for (const path of ['', '?wait=1', '/manifest', '/download/csv', '/download/json', '/download/xml']) {
      const answer = await store.call('GET', `/reports/${report.id}${path}`);
      assert.deepEqual([answer.status, answer.body.code], [404, 'NOT_FOUND'], path);
    }
    const list = await store.call<{ items: unknown[]; pagination: { total: number } }>('GET', '/reports');
    assert.deepEqual([list.body.data.items, list.body.data.pagination.total], [[], 0]);
    assert.equal((await held()).objects.length, 2, 'the sweep has not run');
    assert.deepEqual(new Set(await statusesOf()), new Set([403]));
    assert.deepEqual(await sweep(), { reports: 1 });
    assert.deepEqual(await held(), { objects: [], uploads: [] });
    assert.deepEqual(new Set(await statusesOf()), new Set([403]));
  });

  it('removes what failed, cancelled and killed attempts have left, and nothing of a report that is there', async () => {
    const storage = folderOf(daybook);
    const { report } = await store.export(BOTH);
    const { objects: published } = await held();
    const leftBy = async (reportId: string, attempt: number, claim: string) => {
      const key = objectKey({ storeId: store.storeId, reportId, attempt, claim, format: 'CSV' });
      await mkdir(dirname(join(daybook.folder, 'objects', key)), { recursive: true });
      await writeFile(join(daybook.folder, 'objects', key), 'x');
      const upload = `${key.replaceAll('/', ',')},${claim}`;
      await writeFile(join(daybook.folder, 'objects/.incoming', upload), 'half');
      return key;
    };
    const claims = ['a', 'b', 'c', 'd', 'e'].map((digit) => digit.repeat(32));
    const [killed = '', cancelled = '', current = '', overtaken = '', nobody = ''] = claims;
    const insert = `insert into reports (store_id, id, type, schema_version, status, formats, formula_guard, period_start, period_end,
        attempts, claim, started_at, completed_at, error_code, error_message, expires_at, created_at, updated_at)
      select store_id, $1, type, schema_version, $2, formats, formula_guard, period_start, period_end, 2, $3, created_at,
        case when $4::text is null then null else created_at end, $4, $4, expires_at, created_at, created_at from reports where id = $5`;
    const running = newId('rpt', clock());
    const stopped = newId('rpt', clock());
    await ask(insert, [running, 'PROCESSING', current, null, report.id]);
    await ask(insert, [stopped, 'FAILED', cancelled, 'CANCELED', report.id]);
    await leftBy(report.id, 1, killed);
    await leftBy(stopped, 1, cancelled);
    await leftBy(running, 1, overtaken);
    await leftBy(newId('rpt', clock()), 1, nobody);
    const needed = await leftBy(running, 2, current);

    assert.deepEqual(await sweep(), { objects: 4, uploads: 4 });
    const left = { objects: [...published, needed].toSorted(), uploads: [needed] };
    assert.deepEqual(await heldBy(storage), left);
    assert.deepEqual(await sweep(), {});
    await ask(`delete from reports where id = any($1)`, [[running, stopped]]);
    assert.deepEqual(await sweep(), { objects: 1, uploads: 1 });
    assert.deepEqual((await held()).objects, published);
    clock.advance(31 * DAY_MS);
    await sweep();
  });

  it('removes the same things once, however many sweep at the same time, and then finds nothing', async () => {
    for (let i = 0; i < 3; i += 1) await store.export(BOTH);
    clock.advance(31 * DAY_MS);
    const results = await Promise.all([1, 2, 3].map(() => daybook.sweep(NOT_STOPPED)));
    assert.deepEqual(results.flatMap(({ failures }) => failures), []); // prettier-ignore
    assert.equal(results.reduce((sum, { swept }) => sum + swept.reports, 0), 3); // prettier-ignore
    assert.deepEqual(await sweep(), {});
    assert.deepEqual(await countsOf('reports'), [0]);
    assert.deepEqual(await held(), { objects: [], uploads: [] });
  });

  it('leaves a report alone while it is generated; one that expires meanwhile is gone, with what its worker stores', async () => {
    for (const expires of [false, true]) {
      const blocker = new pg.Client({ connectionString: daybook.database.superUrl });
      await blocker.connect();
      const jobs = await openQueuedJobs(daybook.database.superUrl);
      try {
        await blocker.query('begin; lock table daybook.payments in access exclusive mode');
        const { id } = (await store.call<ReportAnswer>('POST', '/reports', APRIL)).body.data;
        while ((await held()).uploads.length === 0);
        const [upload] = (await held()).uploads;
        if (expires) clock.advance(31 * DAY_MS);
        assert.deepEqual(await sweep(), expires ? { reports: 1, uploads: 1 } : {});
        await blocker.query('rollback');
        await jobs.done();
        if (!expires) {
          const { body } = await store.call<ReportAnswer>('GET', `/reports/${id}?wait=30`);
          assert.deepEqual([body.data.status, body.data['attempts']], ['SUCCEEDED', 1]);
          assert.deepEqual(await held(), { objects: [upload], uploads: [] });
          clock.advance(31 * DAY_MS);
          assert.deepEqual(await sweep(), { reports: 1 });
        }
        assert.deepEqual(await countsOf('reports', 'report_attempts'), [0, 0]);
        assert.deepEqual(await held(), { objects: [], uploads: [] });
      } finally {
        await jobs.close();
        await blocker.end();
      }
    }
  });

  it('ends the job of a report that expired before anybody took it up', async () => {
    const paused = await startDaybook({ clock, working: false });
    const jobs = await openQueuedJobs(paused.database.superUrl);
    const log = createLogLines();
    try {
      const other = await createTestStore(paused);
      await other.call('POST', '/reports', APRIL);
      clock.advance(31 * DAY_MS);
      assert.equal((await paused.sweep(NOT_STOPPED)).swept.reports, 1);
      const worker = await startDaybook({ clock, on: paused, log: log.log });
      await jobs.done();
      await worker.stop();
      assert.doesNotMatch(log.text(), /"level":"(warn|error|fatal)"/);
      assert.deepEqual(await heldBy(folderOf(paused)), { objects: [], uploads: [] });
    } finally {
      await jobs.close();
      await paused.stop();
    }
  });

  it('leaves alone what is not a file of a report, and the files of stores that the database does not have', async () => {
    const { storeId } = store;
    const claim = 'f'.repeat(32);
    const ours = { reportId: newId('rpt', clock()), attempt: 1, claim, format: 'CSV' as const };
    const foreign = objectKey({ ...ours, storeId: newId('shp', clock()) });
    const strays = [
      foreign,
      'notes.txt',
      objectKey({ ...ours, storeId }).replace('.csv', '.xml'),
      objectKey({ ...ours, storeId, claim: 'short' }),
      objectKey({ ...ours, storeId, reportId: 'rpt_1' }),
      objectKey({ ...ours, storeId, attempt: 1234 }),
    ];
    for (const key of strays) {
      await mkdir(dirname(join(daybook.folder, 'objects', key)), { recursive: true });
      await writeFile(join(daybook.folder, 'objects', key), 'precious');
    }
    await writeFile(join(daybook.folder, 'objects/.incoming', `${foreign.replaceAll('/', ',')},${claim}`), 'half'); // prettier-ignore
    assert.deepEqual(await sweep(), { leftAlone: strays.length + 1 });
    assert.deepEqual(await held(), { objects: strays.toSorted(), uploads: [foreign] });
    await rm(join(daybook.folder, 'objects'), { recursive: true });
  });

  it('goes on with everything else where the storage cannot be reached, and says what it could not do', async () => {
    await store.export(APRIL);
    await daybook.context.recorder.flush();
    clock.advance(31 * DAY_MS);
    const objects = join(daybook.folder, 'objects');
    await rename(objects, `${objects}-aside`);
    await writeFile(objects, 'not a folder');
    const { swept, failures, finished } = await daybook.sweep(NOT_STOPPED);
    assert.deepEqual(failures.map(({ part }) => part), ['expired reports', 'remains of attempts']); // prettier-ignore
    assert.ok(failures.every(({ error }) => error instanceof Error) && finished);
    assert.ok(swept.requests > 0);
    assert.deepEqual(
      await countsOf('reports', 'report_files'),
      [1, 1],
      'its row still says where its file is',
    );
    await rm(objects);
    await rename(`${objects}-aside`, objects);
    assert.deepEqual(await sweep(), { reports: 1 });
    assert.deepEqual(await held(), { objects: [], uploads: [] });
  });

  it('removes nothing once it is told to stop, and says that it is not finished', async () => {
    await store.export(APRIL);
    clock.advance(31 * DAY_MS);
    const { swept, failures, finished } = await daybook.sweep(AbortSignal.abort());
    assert.deepEqual([swept, failures, finished], [sweptNothing(), [], false]);
    const { reports } = await sweep();
    assert.equal(reports, 1);
  });

  it('runs by itself in every worker and logs one line with what it removed', async () => {
    await store.export(APRIL);
    clock.advance(31 * DAY_MS);
    const log = createLogLines();
    const worker = await startDaybook({ clock, on: daybook, log: log.log });
    await log.until('"msg":"swept"');
    await worker.stop();
    assert.match(log.text(), /"reports":1,.*"objects":0,.*"finished":true,"msg":"swept"/);
    assert.deepEqual(await countsOf('reports'), [0]);
  });
});

/** The storage of a Daybook as another process opens it. */
function folderOf(daybook: TestDaybook) {
  return createFolderStorage({
    directory: join(daybook.folder, 'objects'),
    baseUrl: daybook.baseUrl,
    accessKeyId: 'daybook',
    secretAccessKey: 'another',
    clock: Date.now,
  });
}
