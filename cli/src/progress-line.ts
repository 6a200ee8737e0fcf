import { columnsOf } from './columns-of.ts';
import type { Output } from './command.ts';
import { readBytes } from './read-bytes.ts';

const REDRAW_EVERY_MS = 100;
const BAR_CELLS = 24;
const MEGABYTE = 1_000_000;

/** One line on a terminal that is drawn over and over; nothing at all where there is none. */
export type ProgressLine = {
  /** Bytes done, of all that there are. */
  draw(done: number, total: number): void;
  clear(): void;
};

export function createProgressLine(stream: Output, clock: () => number = Date.now): ProgressLine {
  if (!stream.isTTY) return { draw: () => undefined, clear: () => undefined };
  const startedAt = clock();
  let drawnAt = 0;
  return {
    draw(done, total) {
      const now = clock();
      if (now - drawnAt < REDRAW_EVERY_MS) return;
      drawnAt = now;
      const fraction = total === 0 ? 1 : Math.min(1, done / total);
      const bytesPerSecond = done / Math.max((now - startedAt) / 1_000, 0.001);
      const rate =
        bytesPerSecond < MEGABYTE
          ? readBytes(Math.round(bytesPerSecond))
          : `${(bytesPerSecond / MEGABYTE).toFixed(0)} MB`;
      const percent = String(Math.floor(fraction * 100)).padStart(3);
      const text = `${percent} %  ${rate}/s`;
      const cells = Math.max(0, Math.min(BAR_CELLS, columnsOf(stream) - text.length - 2));
      const full = Math.round(fraction * cells);
      stream.write(`\r\x1b[2K${'█'.repeat(full)}${'░'.repeat(cells - full)} ${text}`);
    },
    clear: () => void stream.write('\r\x1b[2K'),
  };
}
