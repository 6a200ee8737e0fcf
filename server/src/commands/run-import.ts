import { DaybookError } from '../domain/errors.ts';
import { formatAmount } from '../domain/format-amount.ts';
import {
  ACTIVITY_BATCH_MAX_BYTES,
  ACTIVITY_BATCH_MAX_LINES,
  ACTIVITY_LINE_MAX_BYTES,
} from '../domain/limits.ts';
import { recordActivityBatch } from '../verbs/activity/record.ts';
import type { VerbContext } from '../verbs/context.ts';
import { openActivityFile } from './open-activity-file.ts';
import { createProgressLine, type TerminalStream } from './progress-line.ts';
import { type NdjsonLine, readNdjson } from '../verbs/activity/read-ndjson.ts';

export type ImportOptions = {
  context: Pick<VerbContext, 'database'>;
  storeId: string;
  /** A file of NDJSON, gzipped when its name ends in `.gz`; `-` for `stdin`. */
  path: string;
  /** Kinds of objects to import; lines of others are passed over and counted. Default: all. */
  objects?: readonly string[] | undefined;
  stdin?: AsyncIterable<Buffer>;
  /** Takes the final line. */
  stdout: { write(text: string): unknown };
  /** Takes the progress, when it is a terminal. */
  stderr: TerminalStream;
  signal?: AbortSignal;
};

const STOPPED = new DaybookError('CANCELED', 'The import was stopped.');

/** What an import did. `runningBalance` in minor units of `currency`. */
export type ImportSummary = {
  lines: number;
  accepted: number;
  unchanged: number;
  ledgerEntries: number;
  passedOver: number;
  head: { sequence: number; runningBalance: number; currency: string };
};

type Batch = { lines: string[]; lineNumbers: number[]; bytes: number };

/**
 * Imports a file of activity in batches, each all or nothing. A bad line stops it with a DaybookError that names the
 * line in the file; the batches before it stay, and importing the file again is harmless.
 */
export async function importFile(options: ImportOptions): Promise<ImportSummary> {
  const file = await openActivityFile(options);
  const progress = createProgressLine(options.stderr);
  const isWanted = wantedBy(options.objects);
  let summary: ImportSummary | undefined;
  let passedOver = 0;
  let batch = emptyBatch();
  const send = async (): Promise<void> => {
    options.signal?.throwIfAborted();
    summary = await record(options, batch, summary);
    batch = emptyBatch();
    progress.draw(summary.lines, file.fractionRead());
  };
  try {
    for await (const line of readNdjson(file.source, ACTIVITY_LINE_MAX_BYTES)) {
      if (!isWanted(line)) passedOver += 1;
      else {
        if (isFull(batch, line)) await send();
        batch.lines.push(line.text);
        batch.lineNumbers.push(line.number);
        batch.bytes += line.bytes;
      }
    }
    if (batch.lines.length > 0 || !summary) await send();
  } catch (error) {
    throw withWhatStays(options.signal?.aborted ? STOPPED : error, summary?.lines ?? 0);
  } finally {
    progress.clear();
  }
  const done = { ...(summary as ImportSummary), passedOver };
  options.stdout.write(inWords(done));
  return done;
}

async function record(options: ImportOptions, batch: Batch, before?: ImportSummary): Promise<ImportSummary> {
  const { storeId, context } = options;
  const { lines, lineNumbers } = batch;
  const result = await recordActivityBatch(context, { kind: 'operator' }, { storeId, lines, lineNumbers });
  return {
    lines: (before?.lines ?? 0) + lines.length,
    accepted: (before?.accepted ?? 0) + result.accepted,
    unchanged: (before?.unchanged ?? 0) + result.unchanged,
    ledgerEntries: (before?.ledgerEntries ?? 0) + result.ledgerEntries,
    passedOver: 0,
    head: result.head,
  };
}

function emptyBatch(): Batch {
  return { lines: [], lineNumbers: [], bytes: 0 };
}

function isFull(batch: Batch, next: NdjsonLine): boolean {
  return (
    batch.lines.length === ACTIVITY_BATCH_MAX_LINES || batch.bytes + next.bytes > ACTIVITY_BATCH_MAX_BYTES
  );
}

/** A line that cannot be read is wanted: recording it says what is wrong. */
function wantedBy(objects: readonly string[] | undefined): (line: NdjsonLine) => boolean {
  if (!objects) return () => true;
  return ({ text }) => {
    try {
      const { object } = JSON.parse(text) as { object?: unknown };
      return typeof object !== 'string' || objects.includes(object);
    } catch {
      return true;
    }
  };
}

function withWhatStays(error: unknown, lines: number): unknown {
  if (!(error instanceof DaybookError) || lines === 0) return error;
  const message = `${error.message} The ${count(lines)} lines before this batch are recorded and stay; importing the file again is harmless.`;
  return new DaybookError(error.code, message, { details: error.details, cause: error });
}

function inWords(summary: ImportSummary): string {
  const { lines, accepted, unchanged, ledgerEntries, passedOver, head } = summary;
  const over = passedOver === 0 ? '' : ` Passed over ${count(passedOver)} lines of other objects.`;
  return (
    `Imported ${count(lines)} lines: ${count(accepted)} accepted, ${count(unchanged)} unchanged, ` +
    `${count(ledgerEntries)} ledger entries.${over} ` +
    `Balance ${formatAmount(head.runningBalance, head.currency)} at sequence ${count(head.sequence)}.\n`
  );
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
