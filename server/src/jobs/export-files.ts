import { pipeline } from 'node:stream/promises';
import type { Claim, ClaimedReport } from '../db/report-attempts.ts';
import { readWalPosition } from '../db/wal-position.ts';
import { FORMAT_CONTENT_TYPE } from '../domain/format.ts';
import type { GenerateReportJob } from '../domain/job.ts';
import type { ColumnTotal } from '../domain/manifest.ts';
import { REPORT_DEFINITIONS } from '../domain/report-type.ts';
import { type EncodedFile, encodeRows } from '../encode/encode-rows.ts';
import { inSpan } from '../observe/in-span.ts';
import type { Job } from '../queue/queue.ts';
import type { LedgerAround } from '../source/ledger-around.ts';
import { openRows } from '../source/open-rows.ts';
import type { ReplayWait } from '../source/until-replayed.ts';
import type { JobContext } from './context.ts';
import { objectKey } from './report-object.ts';
import { reportProgress } from './report-progress.ts';

/** What an attempt has stored, and what it saw while the rows went by. `asOf` in milliseconds. */
export type ExportedFiles = {
  rowCount: number;
  asOf: number;
  files: (EncodedFile & { objectKey: string })[];
  totals: ColumnTotal[];
  /** Null for a report that is no ledger. */
  ledger: LedgerAround | null;
};

/** Rows of one snapshot → every format in one pass → storage. Nothing is published by this. */
export async function exportFiles(
  context: JobContext,
  job: Job<GenerateReportJob>,
  claim: Claim,
  report: ClaimedReport,
): Promise<ExportedFiles> {
  const { storeId, reportId } = job.data;
  const definition = REPORT_DEFINITIONS[report.type];
  const broken = new AbortController();
  const signal = AbortSignal.any([job.signal, broken.signal, AbortSignal.timeout(context.attemptMaxMs)]);
  const period = { start: report.periodStart, end: report.periodEnd };
  const replay = await replayWait(context, signal);
  const rows = await openRows(context.source, { storeId, definition, period }, replay);
  try {
    const { columns } = definition;
    const { formats, formulaGuard } = report;
    const encoding = encodeRows({ columns, formats, formulaGuard });
    using _progress = reportProgress(context, storeId, claim, () => encoding.rowsWritten(), broken);
    const keyOf = new Map(
      formats.map((format) => [
        format,
        objectKey({ storeId, reportId, attempt: report.attempt, claim: claim.claim, format }),
      ]),
    );
    const stages = [
      pipeline(rows.stream, encoding.input, { signal }),
      ...[...encoding.outputs].map(([format, bytes]) =>
        inSpan('store', { 'daybook.report.format': format }, () =>
          context.storage.put(keyOf.get(format) as string, bytes, {
            contentType: FORMAT_CONTENT_TYPE[format],
            signal,
          }),
        ),
      ),
    ];
    try {
      await Promise.all(stages);
      if (rows.rowCount() !== encoding.rowsWritten()) {
        throw new Error(`the database sent ${rows.rowCount()} rows, ${encoding.rowsWritten()} were written`);
      }
    } catch (error) {
      broken.abort(error);
      await Promise.allSettled(stages);
      await discard(context, [...keyOf.values()]);
      // Whatever failed first has fired it; the others fail of that.
      throw signal.reason;
    }
    return {
      rowCount: encoding.rowsWritten(),
      asOf: rows.asOf,
      files: encoding.files().map((file) => ({ ...file, objectKey: keyOf.get(file.format) as string })),
      totals: encoding.totals(),
      ledger: rows.ledger,
    };
  } finally {
    await rows.close();
  }
}

/**
 * What a source of its own has to have replayed: all that was committed by now, which is after the POST. No file may miss
 * a row that was there when it was asked for.
 */
async function replayWait(context: JobContext, signal: AbortSignal): Promise<ReplayWait | undefined> {
  const { database, replayMaxMs: maxMs } = context;
  return maxMs === null ? undefined : { position: await readWalPosition(database), maxMs, signal };
}

/** Files of an attempt that will not be published. What cannot be deleted now is left to the sweep. */
export async function discard({ storage, log }: JobContext, keys: string[]): Promise<void> {
  await storage.delete(keys).catch((error: unknown) => {
    log.warn({ err: error }, 'the files of a failed attempt stay until the next sweep');
  });
}
