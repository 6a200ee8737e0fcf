import type { Daybook } from '../daybook.ts';
import { type Period, splitPeriod } from '../period.ts';
import {
  type ExportedReport,
  type ExportProgress,
  exportReport,
  type ExportRequest,
} from './export-report.ts';
import { joinFiles } from './join-files.ts';
import type { CallOptions } from '../http/transport.ts';

/** One window of a range: a period that the server takes. */
export type RangeWindow = Period & { /** From 0 up. */ readonly index: number };

/** How far a range is, all windows together. */
export type RangeProgress = {
  readonly windows: number;
  readonly windowsDone: number;
  readonly rows: number;
  readonly bytes: number;
  /** The window that has moved. */
  readonly window: RangeWindow;
};

export type RangeOptions = CallOptions & {
  /** How many reports are in progress at once; at most, and unless told, ten. */
  readonly inFlight?: number;
  /**
   * A name for this run, 1 to 200 of `A-Z a-z 0-9 _ -`. Who runs it again within 24 hours with the same name and request
   * gets the reports that were queued before.
   */
  readonly resumeKey?: string;
  readonly onProgress?: (progress: RangeProgress) => void;
};

/** The server lets a store have ten active reports. */
const IN_FLIGHT_MAX = 10;

/**
 * Exports a period of any length, one file for each window. `save` takes the window and its report and resolves when all
 * is kept; several run at once, in no order. Windows for which `isSaved` is true are left out, so a run that was killed
 * is taken up where it stood. Rejects with the first failure, once everything that ran has stopped.
 */
export async function exportRange(
  daybook: Daybook,
  request: ExportRequest,
  options: RangeOptions & {
    save(window: RangeWindow, exported: ExportedReport, signal: AbortSignal): Promise<void>;
    isSaved?(window: RangeWindow): boolean | Promise<boolean>;
  },
): Promise<RangeWindow[]> {
  const windows = windowsOf(request);
  const note = progressOf(windows, options.onProgress);
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  let at = 0;
  const work = async (): Promise<void> => {
    for (let window = windows[at++]; window; window = windows[at++]) {
      signal.throwIfAborted();
      if (!(await options.isSaved?.(window))) {
        const exported = await exportWindow(daybook, request, window, { ...options, signal }, note);
        await options.save(window, exported, signal);
      }
      note(window, 'done');
    }
  };
  const workers = Array.from({ length: slotsOf(options) }, () =>
    work().catch((error: unknown) => {
      stop.abort(error);
      throw error;
    }),
  );
  const ends = await Promise.allSettled(workers);
  // The first failure, not one of those that its abort caused.
  if (ends.some(({ status }) => status === 'rejected')) throw signal.reason;
  return windows;
}

/**
 * The same as one file: the rows of all windows in order, with one header or in one array. Up to `inFlight` windows are
 * made ahead; their bytes are downloaded one after the other, as the stream is read.
 */
export function exportRangeStream(
  daybook: Daybook,
  request: ExportRequest,
  options: RangeOptions = {},
): ReadableStream<Uint8Array> {
  const windows = windowsOf(request);
  const note = progressOf(windows, options.onProgress);
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  const ahead: Promise<ExportedReport>[] = [];
  const fill = (upTo: number): void => {
    for (const window of windows.slice(ahead.length, upTo)) {
      const made = exportWindow(daybook, request, window, { ...options, signal }, note);
      // It is awaited when its turn comes.
      made.catch(() => undefined);
      ahead.push(made);
    }
  };
  async function* parts(): AsyncGenerator<ReadableStream<Uint8Array>> {
    for (const window of windows) {
      fill(window.index + slotsOf(options));
      yield (await ahead[window.index]!).stream;
      note(window, 'done');
    }
  }
  return joinFiles(parts(), request.format ?? 'CSV', (reason) => stop.abort(reason));
}

function windowsOf(request: ExportRequest): RangeWindow[] {
  return splitPeriod(request).map((period, index) => ({ ...period, index }));
}

function slotsOf({ inFlight = IN_FLIGHT_MAX }: RangeOptions): number {
  return Math.max(1, Math.min(IN_FLIGHT_MAX, Math.floor(inFlight)));
}

function exportWindow(
  daybook: Daybook,
  request: ExportRequest,
  window: RangeWindow,
  { resumeKey, signal, timeoutMs, retries, onProgress }: RangeOptions,
  note: Note,
): Promise<ExportedReport> {
  const { index, periodStart, periodEnd } = window;
  return exportReport(
    daybook,
    { ...request, periodStart, periodEnd },
    {
      ...{ signal, timeoutMs, retries },
      ...(resumeKey === undefined ? {} : { idempotencyKey: `${resumeKey}-${index}` }),
      ...(onProgress && { onProgress: (progress) => note(window, progress) }),
    },
  );
}

type Note = (window: RangeWindow, progress: ExportProgress | 'done') => void;

function progressOf(windows: readonly RangeWindow[], tell: RangeOptions['onProgress']): Note {
  const rows = new Map<RangeWindow, number>();
  const bytes = new Map<RangeWindow, number>();
  const sum = (counts: Map<unknown, number>): number =>
    [...counts.values()].reduce((all, one) => all + one, 0);
  let windowsDone = 0;
  return (window, progress) => {
    if (progress === 'done') windowsDone += 1;
    else {
      rows.set(window, progress.rows);
      bytes.set(window, progress.bytes);
    }
    tell?.({ windows: windows.length, windowsDone, rows: sum(rows), bytes: sum(bytes), window });
  };
}
