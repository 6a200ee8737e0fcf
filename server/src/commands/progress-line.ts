/** Where progress goes: stderr, or what stands for it in a test. */
export type TerminalStream = { readonly isTTY?: boolean; write(text: string): unknown };

const REDRAW_EVERY_MS = 100;
const BAR_CELLS = 24;

/** One line on a terminal that is drawn over and over; nothing at all when the stream is no terminal. */
export type ProgressLine = {
  /** `fraction` from 0 to 1, undefined when the end is not known. */
  draw(done: number, fraction: number | undefined): void;
  clear(): void;
};

export function createProgressLine(
  stream: TerminalStream,
  { noun = 'lines', clock = Date.now }: { noun?: string; clock?: () => number } = {},
): ProgressLine {
  if (!stream.isTTY) return { draw: () => undefined, clear: () => undefined };
  const startedAt = clock();
  let drawnAt = 0;
  return {
    draw(done, fraction) {
      const now = clock();
      if (now - drawnAt < REDRAW_EVERY_MS) return;
      drawnAt = now;
      const rate = Math.round((done * 1_000) / Math.max(now - startedAt, 1));
      stream.write(`\r\x1b[2K${bar(fraction)}${format(done)} ${noun}  ${format(rate)} ${noun}/s`);
    },
    clear: () => void stream.write('\r\x1b[2K'),
  };
}

function bar(fraction: number | undefined): string {
  if (fraction === undefined) return '';
  const full = Math.round(fraction * BAR_CELLS);
  const percent = String(Math.floor(fraction * 100)).padStart(3);
  return `${'█'.repeat(full)}${'░'.repeat(BAR_CELLS - full)} ${percent} %  `;
}

function format(count: number): string {
  return count.toLocaleString('en-US');
}
