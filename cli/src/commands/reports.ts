import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Daybook, type ReportStatus } from '@daybook/client';
import { columnsOf } from '../columns-of.ts';
import type { Command, CommandIo } from '../command.ts';
import { clientFor, readSettings } from '../connect.ts';
import { EXIT } from '../exit-code.ts';
import { readFormat, readType } from '../export/read-request.ts';
import { manifestName, writeWhole } from '../export/window-files.ts';
import { createProgressLine } from '../progress-line.ts';
import { printReport } from '../reports/print-report.ts';
import { printReports } from '../reports/print-reports.ts';
import { UsageError } from '../usage-error.ts';
import { whileWaiting } from '../while-waiting.ts';

const STATUSES: readonly ReportStatus[] = ['PENDING', 'PROCESSING', 'SUCCEEDED', 'FAILED'];
const LIST_LIMIT = 25;
const json = { json: { type: 'boolean' } } as const;

/** `list` */
export const listCommand: Command = {
  summary: 'List reports, newest first',
  help: `daybook list [options]

One line for each report: its name, state, type, period and rows.

Options:
  --type TYPE          only these, such as payment-activity
  --status STATUS      ${STATUSES.join(', ').toLowerCase()}
  --limit N            how many at most; ${LIST_LIMIT} unless told, 0 for all
  --json               one report per line, as JSON`,
  hints: { NOT_FOUND: 'Check DAYBOOK_STORE, and that the token is of that store.' },
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
    const print = printReports(io);
    const reports = (await connect(io)).reports.each(query, { signal: io.signal })[Symbol.asyncIterator]();
    let count = 0;
    do {
      const next = await whileWaiting(io, () => reports.next());
      if (next.done) break;
      count += 1;
      io.stdout.write(asked.json ? `${JSON.stringify(next.value)}\n` : print(next.value));
    } while (count !== limit);
    if (count === 0 && !asked.json) io.stderr.write('There are no such reports. "daybook export --help" says how to make one.\n'); // prettier-ignore
    return EXIT.OK;
  },
};

/** `get` */
export const getCommand: Command = {
  summary: 'Show one report',
  help: `daybook get REPORT [--json]

Shows its state, period, rows, files with their SHA-256, and why it failed if
it did. REPORT is rpt_…, as "daybook list" names it.

Exit codes:
  0    it is shown
  1    it is shown, and has FAILED
  2    there is none`,
  options: json,
  async run({ values, positionals }, io) {
    const id = one(positionals);
    const report = await whileWaiting(io, async () =>
      (await connect(io)).reports.get(id, { signal: io.signal }),
    );
    io.stdout.write(
      values['json'] ? `${JSON.stringify(report)}\n` : printReport(report, columnsOf(io.stdout)),
    );
    return report.status === 'FAILED' ? EXIT.FAILED : EXIT.OK;
  },
};

/** `cancel` */
export const cancelCommand: Command = {
  summary: 'Stop a report that is not finished',
  help: `daybook cancel REPORT [--json]

Stops a PENDING or PROCESSING report; it becomes FAILED with the code
CANCELED. REPORT is rpt_…, as "daybook list" names it.`,
  options: json,
  async run({ values, positionals }, io) {
    const id = one(positionals);
    const report = await whileWaiting(io, async () =>
      (await connect(io)).reports.cancel(id, { signal: io.signal }),
    );
    io.stdout.write(values['json'] ? `${JSON.stringify(report)}\n` : `${report.id} is cancelled\n`);
    return EXIT.OK;
  },
};

/** `download` */
export const downloadCommand: Command = {
  summary: 'Download a file of a report, and its manifest',
  help: `daybook download REPORT [options]

Waits for the report if it is not finished, downloads its file and its
manifest, and checks the one against the other. REPORT is rpt_…, as
"daybook list" names it.

Options:
  --format csv|json    the report's first format unless told
  --out FOLDER         the present folder unless told
  --json               the outcome as one JSON document`,
  options: { format: { type: 'string' }, out: { type: 'string' }, ...json },
  interruptible: true,
  async run({ values, positionals }, io) {
    const asked = values as { format?: string; out?: string; json?: boolean };
    const id = one(positionals);
    const { reports } = await connect(io);
    const { signal } = io;
    const report = await whileWaiting(io, () => reports.wait(id, { signal }));
    const format = asked.format === undefined ? (report.formats[0] ?? 'CSV') : readFormat(asked.format);
    const { manifest, jws } = await reports.manifest(report.id, { signal });
    const line = createProgressLine(io.stderr);
    const stream = await reports.download(report.id, format, { signal, onProgress: line.draw });
    const found = manifest.files.find((each) => each.format === format);
    // The name comes from the server: only its last part counts.
    const name = found?.name.split(/[\\/]/).at(-1) ?? `${report.id}.${format.toLowerCase()}`;
    const file = join(asked.out ?? '.', name);
    await mkdir(dirname(file), { recursive: true });
    await writeWhole(file, stream).finally(line.clear);
    await writeWhole(manifestName(file), [Buffer.from(`${JSON.stringify({ manifest, jws }, null, 2)}\n`)]);
    const outcome = { ok: true, file, manifest: manifestName(file), rows: manifest.rowCount };
    io.stdout.write(
      asked.json
        ? `${JSON.stringify(outcome)}\n`
        : `${file}  ${manifest.rowCount.toLocaleString('en')} rows\n`,
    );
    return EXIT.OK;
  },
};

const connect = async ({ environment }: CommandIo): Promise<Daybook> =>
  clientFor(await readSettings(environment));

function one(positionals: readonly string[]): string {
  const [id] = positionals;
  if (id === undefined || positionals.length > 1) throw new UsageError('name one report, rpt_…');
  if (!/^rpt_\w+$/.test(id))
    throw new UsageError(`"${id}" is no report: name it as "daybook list" does, rpt_…`);
  return id;
}
