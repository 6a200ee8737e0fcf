import type { RangeProgress } from '@daybook/client';
import { columnsOf } from '../columns-of.ts';
import type { Output } from '../command.ts';
import { readBytes } from '../read-bytes.ts';

const REDRAW_EVERY_MS = 100;
const TICK_MS = 1_000;
const BAR_CELLS = 24;
const LONG_WAIT_SECONDS = 10;
const WAITING = 'Waiting for the server';
const WAITING_LONG = 'Waiting for the server, or a place among the ten reports it makes';
const SMALLEST_BAR_CELLS = 6;

/** One line on a terminal that says how far an export is. */
export type ExportLine = {
  draw(progress: RangeProgress): void;
  /** How long the file of a window is, once that is known. */
  expect(window: RangeProgress['window'], sizeBytes: number): void;
  clear(): void;
};

/** Nothing at all where there is no terminal. It is drawn at once, and each second even when nothing has moved. */
export function createExportLine(stream: Output, clock: () => number = Date.now): ExportLine {
  if (!stream.isTTY) return { draw: () => undefined, expect: () => undefined, clear: () => undefined };
  const startedAt = clock();
  const share = new Map<number, { bytes: number; size: number; done: boolean }>();
  let last: RangeProgress | undefined;
  let drawnAt = 0;
  const of = (index: number) => share.get(index) ?? { bytes: 0, size: Number.POSITIVE_INFINITY, done: false };
  const redraw = (): void => {
    drawnAt = clock();
    const seconds = Math.floor((drawnAt - startedAt) / 1_000);
    const words = last ? wordsOf(last) : seconds < LONG_WAIT_SECONDS ? WAITING : WAITING_LONG;
    const room = columnsOf(stream) - 1;
    const timed = `${words}  ${seconds} s`;
    const text = seconds > 0 && timed.length <= room ? timed : words;
    const cells = Math.min(BAR_CELLS, room - text.length - 2);
    const parts = [...share.values()].map(({ bytes, size, done }) => (done ? 1 : Math.min(1, bytes / size)));
    const full = Math.round((parts.reduce((sum, part) => sum + part, 0) / (last?.windows ?? 1)) * cells);
    const bar = last && cells >= SMALLEST_BAR_CELLS ? `${'█'.repeat(full)}${'░'.repeat(cells - full)}  ` : '';
    stream.write(`\r\x1b[2K${(bar + text).slice(0, room)}`);
  };
  redraw();
  const timer = setInterval(redraw, TICK_MS);
  timer.unref();
  return {
    expect: (window, size) => void share.set(window.index, { ...of(window.index), size }),
    draw(progress) {
      const { index } = progress.window;
      const known = of(index);
      // The bytes are those of all windows; only those of the one that has moved have changed.
      const bytes = known.bytes + progress.bytes - (last?.bytes ?? 0);
      share.set(index, {
        ...known,
        bytes,
        done: progress.windowsDone > (last?.windowsDone ?? 0) || known.done,
      });
      last = progress;
      if (clock() - drawnAt >= REDRAW_EVERY_MS) redraw();
    },
    clear() {
      clearInterval(timer);
      stream.write('\r\x1b[2K');
    },
  };
}

function wordsOf({ windows, windowsDone, rows, bytes }: RangeProgress): string {
  const files = windows === 1 ? [] : [`${windowsDone} of ${windows} files`];
  const size = bytes === 0 ? [] : [readBytes(bytes)];
  return [...files, `${rows.toLocaleString('en')} rows`, ...size].join('  ');
}
