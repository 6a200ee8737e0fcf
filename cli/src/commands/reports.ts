import { join } from 'node:path';
import { type Daybook, type Report, type ReportStatus } from '@daybook/client';
import type { Command, CommandIo } from '../command.ts';
import { clientFor, readSettings } from '../connect.ts';
import { EXIT } from '../exit-code.ts';
import { readBytes } from '../export/export-line.ts';
import { readFormat, readType } from '../export/read-request.ts';
import { manifestName, writeWhole } from '../export/window-files.ts';
import { UsageError } from '../usage-error.ts';

const STATUSES: readonly ReportStatus[] = ['PENDING', 'PROCESSING', 'SUCCEEDED', 'FAILED'];
const LIST_LIMIT = 25;
const json = { json: { type: 'boolean' } } as const;

/** `list` */
export const listCommand: Command = {
  summary: 'List reports, newest first',
  help: `daybook list [--type TYPE] [--status STATUS] [--limit N] [--json]

  --type TYPE       only these, such as payment-activity
  --status STATUS   ${STATUSES.join(', ').toLowerCase()}
  --limit N         how many at most; ${LIST_LIMIT} unless told, 0 for all
  --json            one report per line, as JSON`,
  options: { type: { type: 'string' }, status: { type: 'string' }, limit: { type: 'string' }, ...json },
  async run({ values }, io) {
    const asked = values as { type?: string; status?: string; limit?: string; json?: boolean };
    const status = STATUSES.find((one) => one === asked.status?.toUpperCase());
    if (asked.status !== undefined && !status) throw new UsageError(`--status is one of ${STATUSES.join(', ').toLowerCase()}`); // prettier-ignore
    const limit = Number(asked.limit ?? LIST_LIMIT);
    if (!Number.isSafeInteger(limit) || limit < 0) throw new UsageError('--limit is a number, 0 or more');
    const query = {
      ...(status && { status }),
      ...(asked.type !== undefined && { type: readType(asked.type) }),
    };
    let count = 0;
    for await (const report of (await connect(io)).reports.each(query, { signal: io.signal })) {
      count += 1;
      io.stdout.write(asked.json ? `${JSON.stringify(report)}\n` : `${lineOf(report)}\n`);
      if (count === limit) break;
    }
    if (count === 0 && !asked.json) io.stderr.write('There are no such reports. "daybook export --help" says how to make one.\n'); // prettier-ignore
    return EXIT.OK;
  },
};

/** `get` */
export const getCommand: Command = {
  summary: 'Show one report',
  help: `daybook get REPORT [--json]

Shows its state, period, rows, files with their SHA-256, and why it failed if it did.
Exit codes: 0 it is shown; 1 it has FAILED; 2 there is none.`,
  options: json,
  async run({ values, positionals }, io) {
    const report = await (await connect(io)).reports.get(one(positionals), { signal: io.signal });
    io.stdout.write(values['json'] ? `${JSON.stringify(report)}\n` : describe(report));
    return report.status === 'FAILED' ? EXIT.FAILED : EXIT.OK;
  },
};

/** `cancel` */
export const cancelCommand: Command = {
  summary: 'Stop a report that is not finished',
  help: `daybook cancel REPORT [--json]

Stops a PENDING or PROCESSING report; it becomes FAILED with the code CANCELED.`,
  options: json,
  async run({ values, positionals }, io) {
    const report = await (await connect(io)).reports.cancel(one(positionals), { signal: io.signal });
    io.stdout.write(values['json'] ? `${JSON.stringify(report)}\n` : `${report.id} is cancelled\n`);
    return EXIT.OK;
  },
};

/** `download` */
export const downloadCommand: Command = {
  summary: 'Download a file of a report, and its manifest',
  help: `daybook download REPORT [--format csv|json] [--out FOLDER] [--json]

Waits for the report if it is not finished, downloads its file and its manifest, and checks the one against the other.
  --format csv|json   the report's first format unless told
  --out FOLDER        the present folder unless told`,
  options: { format: { type: 'string' }, out: { type: 'string' }, ...json },
  interruptible: true,
  async run({ values, positionals }, io) {
    const asked = values as { format?: string; out?: string; json?: boolean };
    const { reports } = await connect(io);
    const { signal } = io;
    const report = await reports.wait(one(positionals), { signal });
    const format = asked.format === undefined ? (report.formats[0] ?? 'CSV') : readFormat(asked.format);
    const { manifest, jws } = await reports.manifest(report.id, { signal });
    const stream = await reports.download(report.id, format, { signal });
    const found = manifest.files.find((each) => each.format === format);
    // The name comes from the server: only its last part counts.
    const name = found?.name.split(/[\\/]/).at(-1) ?? `${report.id}.${format.toLowerCase()}`;
    const file = join(asked.out ?? '.', name);
    await writeWhole(file, stream);
    await writeWhole(manifestName(file), [Buffer.from(`${JSON.stringify({ manifest, jws }, null, 2)}\n`)]);
    const outcome = { ok: true, file, manifest: manifestName(file), rows: manifest.rowCount };
    io.stdout.write(
      asked.json ? `${JSON.stringify(outcome)}\n` : `${file}  ${count(manifest.rowCount)} rows\n`,
    );
    return EXIT.OK;
  },
};

const connect = async ({ environment }: CommandIo): Promise<Daybook> =>
  clientFor(await readSettings(environment));
const count = (rows: number | null): string => (rows ?? 0).toLocaleString('en');

function one(positionals: readonly string[]): string {
  const [id] = positionals;
  if (id === undefined || positionals.length > 1) throw new UsageError('name one report, rpt_…');
  return id;
}

function lineOf(report: Report): string {
  const { id, type, status, periodStart, periodEnd, rowCount, rowsWritten } = report;
  const period = `${periodStart.slice(0, 10)} to ${periodEnd.slice(0, 10)}`;
  return `${id}  ${status.padEnd(10)}  ${type.padEnd(21)}  ${period}  ${count(rowCount ?? rowsWritten).padStart(11)} rows`;
}

function describe(report: Report): string {
  const { id, type, status, periodStart, periodEnd, rowCount, rowsWritten, asOf, expiresAt } = report;
  const lines = [
    ['Report', id],
    ['Type', type],
    ['Status', status],
    ['Period', `${periodStart} to ${periodEnd}`],
    ['Rows', count(rowCount ?? rowsWritten)],
    ...(asOf === null ? [] : [['As of', asOf]]),
    ...(report.errorMessage === null ? [] : [['Failed', `${report.errorMessage} (${report.errorCode})`]]),
    ...report.files.map(({ format, sizeBytes, sha256 }) => [
      format,
      `${readBytes(sizeBytes)}, SHA-256 ${sha256}`,
    ]),
    ['Kept until', expiresAt],
  ];
  return `${lines.map(([name = '', value]) => `${name.padEnd(12)}${value}`).join('\n')}\n`;
}
