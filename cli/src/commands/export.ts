import { createReadStream } from 'node:fs';
import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  exportRange,
  type ExportRequest,
  joinFiles,
  type RangeWindow,
  type ReportManifest,
  splitPeriod,
} from '@daybook/client';
import type { Command, CommandIo } from '../command.ts';
import { clientFor, readSettings } from '../connect.ts';
import { EXIT } from '../exit-code.ts';
import { createExportLine } from '../export/export-line.ts';
import { type Asked, readRequest, REPORT_TYPES } from '../export/read-request.ts';
import { openResumeKey } from '../export/resume-key.ts';
import {
  fileName,
  isSaved,
  manifestName,
  removeRemains,
  saveWindow,
  writeWhole,
} from '../export/window-files.ts';
import { readBytes } from '../read-bytes.ts';
import { UsageError } from '../usage-error.ts';

type Values = Asked & { out?: string; merge?: boolean; again?: boolean; json?: boolean };
type Kept = { file: string; manifest?: string; rows: number; bytes: number; kept: boolean };

/** `export` */
export const exportCommand: Command = {
  summary: 'Make reports of a period of any length and download them, checked',
  help: `daybook export TYPE PERIOD [options]

Makes a report of each window of the period (whole UTC quarters, else up to
90 days), ten at most at a time, and downloads each into a file of its own,
beside its manifest. Every file is checked against its manifest; one that is
not whole never has its name. Stopped half-way, the same command goes on where
it stood and downloads nothing twice.

TYPE, also in lower case with hyphens:
  ${REPORT_TYPES.join('\n  ')}

PERIOD, in UTC:
  --month 2026-04      a month
  --quarter 2026-Q2    a quarter
  --year 2026          a year
  --from D --to D      from the one up to the other, which is not included:
                       2026-04-01 or 2026-04-01T12:00:00Z

Options:
  --format csv|json    csv unless told
  --out FOLDER         where the files go; the present folder unless told
  --merge FILE         one file of all rows instead, with one header or in one
                       array; it has no manifest of its own
  --guard              guard cells that a spreadsheet would run as formulas
  --again              make files anew that are there already; without it,
                       those that are whole and were made after their period
                       had ended are kept as they are
  --json               the outcome as one JSON document

Exit codes:
  0    all is there
  1    a report failed, or a file came damaged
  2    wrong usage, a file cannot be written, or the server refused
  3    the server cannot be reached or is too busy: try again
  130  Ctrl-C

Examples:
  daybook export payment-activity --month 2026-04
  daybook export balance-ledger --year 2026 --out ledger
  daybook export refunds-disputes --from 2025-02-01 --to 2026-05-01 \\
    --format json --merge disputes.json`,
  options: {
    from: { type: 'string' },
    to: { type: 'string' },
    month: { type: 'string' },
    quarter: { type: 'string' },
    year: { type: 'string' },
    format: { type: 'string' },
    out: { type: 'string' },
    merge: { type: 'string' },
    guard: { type: 'boolean' },
    again: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  interruptible: true,
  goesOn: 'Run the same command again: it goes on where it stood.',
  hints: { NOT_FOUND: 'Check DAYBOOK_STORE, and that the token is of that store.' },
  async run({ values, positionals }, io) {
    const asked = values as Omit<Values, 'merge'> & { merge?: string };
    if (positionals.length > 1) throw new UsageError('name one report type at a time');
    if (asked.merge !== undefined && asked.out !== undefined) throw new UsageError('give --out or --merge, not both'); // prettier-ignore
    const request = readRequest(positionals[0], asked);
    const folder = asked.merge === undefined ? (asked.out ?? '.') : `${asked.merge}.parts`;
    await mkdir(folder, { recursive: true });
    const kept = await exportInto(folder, request, asked, io);
    if (asked.merge !== undefined) await merge(folder, asked.merge, request, kept);
    print(asked.merge === undefined ? kept : [await merged(asked.merge, kept)], asked.json ?? false, io);
    return EXIT.OK;
  },
};

async function exportInto(
  folder: string,
  request: ExportRequest,
  asked: { again?: boolean },
  io: CommandIo,
): Promise<Kept[]> {
  const settings = await readSettings(io.environment);
  const resume = await openResumeKey(folder, settings.store, request);
  await removeRemains(folder, request, splitPeriod(request));
  const line = createExportLine(io.stderr);
  const made = new Set<number>();
  try {
    const windows = await exportRange(clientFor(settings), request, {
      resumeKey: resume.key,
      signal: io.signal,
      isSaved: (window) => !asked.again && isSaved(folder, request, window),
      async save(window, exported) {
        const { sizeBytes } = exported.manifest.files[0] ?? {};
        if (sizeBytes !== undefined) line.expect(window, sizeBytes);
        await saveWindow(folder, request, window, exported);
        made.add(window.index);
      },
      onProgress: (progress) => line.draw(progress),
    });
    await resume.done();
    return await Promise.all(
      windows.map((window) => keptOf(folder, request, window, !made.has(window.index))),
    );
  } finally {
    line.clear();
  }
}

async function keptOf(
  folder: string,
  request: ExportRequest,
  window: RangeWindow,
  kept: boolean,
): Promise<Kept> {
  const file = join(folder, fileName(request, window));
  const manifest = manifestName(file);
  const { manifest: signed } = JSON.parse(await readFile(manifest, 'utf8')) as ReportManifest;
  return { file, manifest, rows: signed.rowCount, bytes: (await stat(file)).size, kept };
}

async function merge(
  folder: string,
  path: string,
  request: ExportRequest,
  parts: readonly Kept[],
): Promise<void> {
  async function* files(): AsyncGenerator<ReadableStream<Uint8Array>> {
    for (const { file } of parts) yield Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>;
  }
  await writeWhole(path, joinFiles(files(), request.format ?? 'CSV'));
  await rm(folder, { recursive: true });
}

async function merged(file: string, parts: readonly Kept[]): Promise<Kept> {
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  return { file, rows, bytes: (await stat(file)).size, kept: false };
}

function print(files: readonly Kept[], json: boolean, { stdout }: CommandIo): void {
  const rows = files.reduce((sum, one) => sum + one.rows, 0);
  if (json) return void stdout.write(`${JSON.stringify({ ok: true, rows, files })}\n`);
  const longest = (texts: readonly string[]): number => Math.max(...texts.map(({ length }) => length));
  const counts = files.map((one) => one.rows.toLocaleString('en'));
  const sizes = files.map((one) => readBytes(one.bytes));
  const path = longest(files.map(({ file }) => file));
  for (const [at, { file, kept }] of files.entries()) {
    const count = counts[at]!.padStart(longest(counts));
    const size = sizes[at]!.padStart(longest(sizes));
    stdout.write(`${file.padEnd(path)}  ${count} rows  ${size}${kept ? '  (was there)' : ''}\n`);
  }
  if (files.length > 1) stdout.write(`${rows.toLocaleString('en')} rows in ${files.length} files\n`);
  return undefined;
}
