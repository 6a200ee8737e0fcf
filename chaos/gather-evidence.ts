import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { openDatabase } from '../server/src/db/database.ts';
import { DAY_MS, RETENTION_DAYS } from '../server/src/domain/limits.ts';
import { sweep } from '../server/src/jobs/sweep.ts';
import type { Cluster } from './cluster.ts';
import type { Batch, EndFile, EndReport, Evidence, FoundObject } from './evidence.ts';
import { findLeaks } from './find-leaks.ts';
import type { History } from './history.ts';
import { READ_CHANGES, type ReportChange } from './report-changes.ts';

const SETTLED_MAX_MS = 60_000;
const LONG_AFTER_MS = (RETENTION_DAYS + 1) * DAY_MS;

/** Waits until no report is in progress, a minute at most. */
export async function settle({ postgres }: Cluster): Promise<void> {
  const end = performance.now() + SETTLED_MAX_MS;
  while (performance.now() < end) {
    const [row] = await postgres.query<{ live: boolean }>(LIVE);
    if (row?.live === false) return;
    await delay(200);
  }
}

/** Reads everything that can be known, then sweeps: at once, and as if everything had expired. No process runs any more. */
export async function gatherEvidence(
  cluster: Cluster,
  history: History,
  storeSecrets: readonly string[],
): Promise<Evidence> {
  const { postgres, objects } = cluster;
  const changes = await postgres.query<ReportChange>(READ_CHANGES);
  const reports = await postgres.query<EndReport>(REPORTS);
  const files = await postgres.query<EndFile>(FILES);
  const batches = await postgres.query<Batch>(BATCHES);
  const found = new Map<string, FoundObject>();
  for (const { objectKey, format } of files) {
    const object = await readObject(objects.read(objectKey), format);
    if (object) found.set(objectKey, object);
  }
  const leaks = await findLeaks(cluster, storeSecrets);
  await sweepAt(cluster, Date.now());
  const keysAfterSweep = (await all(objects.storage.keys())).flat();
  const uploadsAfterSweep = (await all(objects.storage.unfinished())).flat().map(({ key }) => key);
  await sweepAt(cluster, Date.now() + LONG_AFTER_MS);
  const rowsLeft = await postgres.query<{ id: string }>('select id from daybook.reports');
  const leftAfterExpiry = [...rowsLeft.map(({ id }) => id), ...(await all(objects.storage.keys())).flat()];
  return { history: history.events, changes, reports, files, objects: found, batches, keysAfterSweep, uploadsAfterSweep, leftAfterExpiry, leaks }; // prettier-ignore
}

async function sweepAt({ postgres, objects }: Cluster, now: number): Promise<void> {
  // As the server's own login, which row-level security holds.
  const url = postgres.superUrl.replace('//postgres@', `//${postgres.appLogin}@`);
  const database = openDatabase({ url, maxConnections: 2, applicationName: 'chaos sweep', onError: () => {} }); // prettier-ignore
  try {
    const context = { database, storage: objects.storage, clock: () => now, wallClock: Date.now };
    const { failures } = await sweep(context, new AbortController().signal);
    for (const { part, error } of failures) throw new Error(`the sweep of ${part} failed`, { cause: error });
  } finally {
    await database.close();
  }
}

async function readObject(
  opening: Promise<AsyncIterable<Uint8Array>>,
  format: string,
): Promise<FoundObject | undefined> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  let lines = 0;
  try {
    for await (const chunk of await opening) {
      hash.update(chunk);
      sizeBytes += chunk.length;
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines += 1;
    }
  } catch {
    return undefined;
  }
  // Nothing in the campaign's rows breaks a line. The last line of a CSV has no end; the header is one more. JSON has a
  // line for each bracket, or one for both.
  const around = format === 'CSV' ? 0 : Math.min(lines, 2);
  return { sizeBytes, sha256: hash.digest('hex'), rows: lines - around };
}

async function all<Page>(pages: AsyncIterable<Page>): Promise<Page[]> {
  const found: Page[] = [];
  for await (const page of pages) found.push(page);
  return found;
}

const LIVE = `select exists (select from daybook.reports where status in ('PENDING', 'PROCESSING')) as live`;

const REPORTS = `
  select id, store_id as "storeId", type, status, attempts::int as attempts, row_count::float8 as "rowCount",
    (extract(epoch from as_of) * 1000)::float8 as "asOf"
  from daybook.reports order by created_at, id`;

const FILES = `
  select report_id as "reportId", format, object_key as "objectKey", size_bytes::float8 as "sizeBytes",
    encode(sha256::bytea, 'hex') as sha256
  from daybook.report_files`;

/** Rows by the transaction that added them; none of these tables' rows is changed in a campaign. */
const BATCHES = `
  select "storeId", type, count(*)::int as rows,
    (extract(epoch from pg_xact_commit_timestamp(added_by)) * 1000)::float8 as "committedAt"
  from (
    select store_id as "storeId", 'PAYMENT_ACTIVITY' as type, xmin as added_by, created_at from daybook.payments
    union all
    select store_id, 'BALANCE_LEDGER', xmin, created_at from daybook.ledger_entries
  ) as added
  where created_at >= '2026-04-01T00:00:00Z' and created_at < '2026-06-30T00:00:00Z'
  group by "storeId", type, added_by
  order by "committedAt"`;
