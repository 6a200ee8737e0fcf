import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import pg from 'pg';
import { type Database, openDatabase } from '../../../src/db/database.ts';
import type { Clock } from '../../../src/domain/clock.ts';
import { type Format, FORMAT_CONTENT_TYPE } from '../../../src/domain/format.ts';
import { newId } from '../../../src/domain/id.ts';
import { formatInstant } from '../../../src/domain/instant.ts';
import { objectKey } from '../../../src/jobs/report-object.ts';
import type { SweepContext } from '../../../src/jobs/sweep.ts';
import { createFolderStorage } from '../../../src/storage/folder/folder-storage.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import { newUpload } from '../../../src/storage/folder/upload-name.ts';

/** A report as the test has made it. `claim` is the current one. */
export type WorldReport = {
  readonly storeId: string;
  readonly id: string;
  readonly formats: readonly Format[];
  readonly expiresAt: number;
  status: 'PENDING' | 'PROCESSING' | 'SUCCEEDED' | 'FAILED';
  attempts: number;
  claim: string | null;
};

/** One attempt at a report, and the keys of what it may store. */
export type WorldAttempt = { readonly report: WorldReport; readonly claim: string; readonly keys: string[] };

/** Reports in any state that their workers may have left them in, without the workers. */
export type SweptWorld = {
  readonly context: SweepContext;
  newStore(): Promise<string>;
  newReport(storeId: string, expiresAt: number, formats: readonly Format[]): Promise<WorldReport>;
  take(report: WorldReport): Promise<WorldAttempt>;
  /** SUCCEEDED, with the files of the attempt. */
  publish(attempt: WorldAttempt): Promise<void>;
  fail(report: WorldReport, errorCode: 'CANCELED' | 'INTERNAL'): Promise<void>;
  put(key: string): Promise<void>;
  /** What a process that was killed while it stored this has left. */
  leaveUpload(key: string): Promise<void>;
  /** Ids of all reports, and of those that still have attempts, files or a manifest. */
  reportIds(): Promise<{ reports: string[]; details: string[] }>;
  close(): Promise<void>;
};

export async function openSweptWorld(options: {
  appUrl: string;
  superUrl: string;
  folder: string;
  clock: Clock;
}): Promise<SweptWorld> {
  const { appUrl, folder, clock } = options;
  const { database, storage } = openSweptParts({ appUrl, folder, clock });
  const client = new pg.Client({ connectionString: options.superUrl, options: '-c search_path=daybook' });
  await client.connect();
  return {
    context: { database, storage, clock, wallClock: Date.now },
    newStore: () => newStore(client, clock),
    newReport: (...report) => newReport(client, clock, ...report),
    take: (report) => take(client, clock, report),
    publish: (attempt) => publish(client, clock, attempt),
    async fail(report, errorCode) {
      report.status = 'FAILED';
      await client.query(
        `update reports set status = 'FAILED', error_code = $2, error_message = 'It failed.', completed_at = $3 where id = $1`,
        [report.id, errorCode, formatInstant(clock())],
      );
    },
    async put(key) {
      const signal = new AbortController().signal;
      await storage.put(key, Readable.from([Buffer.from('x')]), { contentType: contentTypeOf(key), signal });
    },
    async leaveUpload(key) {
      const incoming = join(folder, 'objects', '.incoming');
      await mkdir(incoming, { recursive: true });
      const { uploadId } = newUpload({ key, contentType: contentTypeOf(key) });
      await writeFile(join(incoming, uploadId), 'half');
    },
    async reportIds() {
      const reports = await client.query<{ id: string }>(`select id from reports order by id`);
      const details = await client.query<{ id: string }>(
        `select report_id as id from report_attempts union select report_id from report_files
         union select report_id from report_manifests order by id`,
      );
      return { reports: reports.rows.map(({ id }) => id), details: details.rows.map(({ id }) => id) };
    },
    async close() {
      await client.end();
      await database.close();
    },
  };
}

async function newStore(client: pg.Client, clock: Clock): Promise<string> {
  const id = newId('shp', clock());
  await client.query(
    `insert into stores (id, title, handle, currency, country, created_at) values ($1, 'Shop', $2, 'USD', 'GB', $3)`,
    [id, randomBytes(8).toString('hex'), formatInstant(clock())],
  );
  return id;
}

async function newReport(
  client: pg.Client,
  clock: Clock,
  storeId: string,
  expiresAt: number,
  formats: readonly Format[],
): Promise<WorldReport> {
  const id = newId('rpt', clock());
  await client.query(
    `insert into reports (store_id, id, type, schema_version, formats, formula_guard, period_start, period_end, expires_at, created_at, updated_at)
     values ($1, $2, 'PAYMENT_ACTIVITY', 'payment_activity.1', $3, false, '2026-04-01', '2026-05-01', $4, $5, $5)`,
    [storeId, id, formats, formatInstant(expiresAt), formatInstant(clock())],
  );
  return { storeId, id, formats, expiresAt, status: 'PENDING', attempts: 0, claim: null };
}

async function take(client: pg.Client, clock: Clock, report: WorldReport): Promise<WorldAttempt> {
  const claim = randomBytes(16).toString('hex');
  const { storeId, id } = report;
  const attempt = report.attempts + 1;
  Object.assign(report, { status: 'PROCESSING', attempts: attempt, claim });
  await client.query(
    `with taken as (
       update reports set status = 'PROCESSING', attempts = $2, claim = $3, started_at = coalesce(started_at, $4) where id = $1
       returning store_id
     )
     insert into report_attempts (store_id, report_id, attempt, claim, started_at) select store_id, $1, $2, $3, $4 from taken`,
    [id, attempt, claim, formatInstant(clock())],
  );
  const keys = report.formats.map((format) => objectKey({ storeId, reportId: id, attempt, claim, format }));
  return { report, claim, keys };
}

async function publish(client: pg.Client, clock: Clock, { report, keys }: WorldAttempt): Promise<void> {
  report.status = 'SUCCEEDED';
  const { storeId, id, formats } = report;
  await client.query(
    `update reports set status = 'SUCCEEDED', row_count = 0, rows_written = 0, as_of = $2, completed_at = $2 where id = $1`,
    [id, formatInstant(clock())],
  );
  for (const [i, format] of formats.entries()) {
    await client.query(
      `insert into report_files (store_id, report_id, format, object_key, size_bytes, sha256)
       values ($1, $2, $3, $4, 1, decode(repeat('00', 32), 'hex'))`,
      [storeId, id, format, keys[i]],
    );
  }
  await client.query(`insert into report_manifests (store_id, report_id, jws) values ($1, $2, 'jws')`, [storeId, id]); // prettier-ignore
}

/** A connection as the server's role, and a storage in `objects` of the folder. */
export function openSweptParts(options: { appUrl: string; folder: string; clock: Clock }): {
  database: Database;
  storage: Storage;
} {
  const database = openDatabase({ url: options.appUrl, maxConnections: 4, applicationName: 'daybook', onError: () => {} }); // prettier-ignore
  const storage = createFolderStorage({
    directory: join(options.folder, 'objects'),
    baseUrl: 'http://127.0.0.1:1',
    accessKeyId: 'daybook',
    secretAccessKey: 'a secret of the tests',
    clock: options.clock,
  });
  return { database, storage };
}

/** What the storage holds: keys of objects, and of uploads that were not ended; both sorted. */
export async function heldBy(storage: Storage): Promise<{ objects: string[]; uploads: string[] }> {
  const objects: string[] = [];
  const uploads: string[] = [];
  for await (const keys of storage.keys()) objects.push(...keys);
  for await (const page of storage.unfinished()) uploads.push(...page.map(({ key }) => key));
  return { objects: objects.toSorted(), uploads: uploads.toSorted() };
}

export function contentTypeOf(key: string): string {
  return FORMAT_CONTENT_TYPE[key.endsWith('.json') ? 'JSON' : 'CSV'];
}
