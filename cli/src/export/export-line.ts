import type { RangeProgress } from '@daybook/client';
import type { Output } from '../command.ts';

const REDRAW_EVERY_MS = 100;
const BAR_CELLS = 24;

/** One line on a terminal that says how far an export is; nothing at all where there is none. */
export function createExportLine(
  stream: Output,
  clock: () => number = Date.now,
): { draw(progress: RangeProgress): void; clear(): void } {
  if (!stream.isTTY) return { draw: () => undefined, clear: () => undefined };
  let drawnAt = 0;
  return {
    draw({ windows, windowsDone, rows, bytes }) {
      const now = clock();
      if (now - drawnAt < REDRAW_EVERY_MS) return;
      drawnAt = now;
      const full = Math.round((windowsDone / windows) * BAR_CELLS);
      const files = windows === 1 ? '' : `  ${windowsDone} of ${windows} files`;
      const text = `${'█'.repeat(full)}${'░'.repeat(BAR_CELLS - full)}${files}  ${rows.toLocaleString('en')} rows  ${readBytes(bytes)}`;
      stream.write(`\r\x1b[2K${text.slice(0, (stream.columns ?? 80) - 1)}`);
    },
    clear: () => void stream.write('\r\x1b[2K'),
  };
}

/** `1.2 MB` */
export function readBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = bytes / 1_000;
  while (value >= 999.95 && units.length > 1) {
    value /= 1_000;
    units.shift();
  }
  return `${value.toFixed(1)} ${units[0]}`;
}
