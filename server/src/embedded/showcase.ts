import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { formatInstant } from '../domain/instant.ts';
import { DAY_MS, PERIOD_MAX_DAYS } from '../domain/limits.ts';
import { REPORT_DEFINITIONS, REPORT_TYPES, type ReportType } from '../domain/report-type.ts';
import type { DemoAccess } from './demo/demo-access.ts';
import { showcaseLine } from './showcase-line.ts';

const WAIT_SECONDS = 30;

type ShownReport = {
  id: string;
  status: string;
  rowCount: number;
  sizeBytes: number;
  durationMs: number;
  errorMessage: string | null;
  files: { format: string; sha256: string }[];
};

/**
 * The main job, once and visibly, as any client does it: queue a report of each type over HTTP, wait for it, download
 * the file from its signed URL, check its digest.
 */
export async function runShowcase(
  access: DemoAccess,
  options: { folder: string; until: number; say: (line: string) => void; signal: AbortSignal },
): Promise<void> {
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  const period = {
    periodStart: formatInstant(options.until - PERIOD_MAX_DAYS * DAY_MS),
    periodEnd: formatInstant(options.until),
  };
  options.say(`\n  ${showcaseLine(['Report', 'Rows', 'CSV + JSON', 'Time', 'File'])}`);
  for (const type of REPORT_TYPES) {
    const { title } = REPORT_DEFINITIONS[type];
    const report = await exportReport(access, type, period, options.signal);
    const path = join(options.folder, `${type.toLowerCase()}.csv`);
    await downloadCsv(access, report, path, options.signal);
    const rows = report.rowCount.toLocaleString('en-US');
    const size = `${(report.sizeBytes / 1e6).toFixed(2)} MB`;
    const shown = relative('.', path).startsWith('..') ? path : relative('.', path);
    options.say(`  ${showcaseLine([title, rows, size, `${report.durationMs} ms`, shown])}`);
  }
}

async function exportReport(
  access: DemoAccess,
  type: ReportType,
  period: object,
  signal: AbortSignal,
): Promise<ShownReport> {
  let report = await call<ShownReport>(access, '/reports', signal, {
    type,
    ...period,
    formats: ['CSV', 'JSON'],
  });
  while (report.status === 'PENDING' || report.status === 'PROCESSING') {
    report = await call<ShownReport>(access, `/reports/${report.id}?wait=${WAIT_SECONDS}`, signal);
  }
  if (report.status !== 'SUCCEEDED') throw new Error(`the report ${type} failed: ${report.errorMessage}`);
  return report;
}

async function downloadCsv(
  access: DemoAccess,
  report: ShownReport,
  path: string,
  signal: AbortSignal,
): Promise<void> {
  const { url } = await call<{ url: string }>(access, `/reports/${report.id}/download/csv`, signal);
  const response = await fetch(url, { signal });
  if (!response.ok || !response.body) throw new Error(`the download answered ${response.status}`);
  const hash = createHash('sha256');
  await pipeline(
    Readable.fromWeb(response.body as import('node:stream/web').ReadableStream),
    async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        yield chunk;
      }
    },
    createWriteStream(path, { mode: 0o600 }),
    { signal },
  );
  const expected = report.files.find((file) => file.format === 'CSV')?.sha256;
  if (hash.digest('hex') !== expected) throw new Error('the downloaded file is not the one that was made');
}

async function call<Data>(
  access: DemoAccess,
  path: string,
  signal: AbortSignal,
  body?: object,
): Promise<Data> {
  const response = await fetch(`${access.baseUrl}/v2/core/stores/${access.storeId}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { Authorization: `Bearer ${access.token.secret}`, 'Content-Type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
    signal,
  });
  const answer = (await response.json()) as { ok: boolean; data: Data; error?: string };
  if (!answer.ok) throw new Error(answer.error);
  return answer.data;
}
