import type { History, RecordedEvent } from './history.ts';

const EVERY_MS = { terminal: 250, plain: 10_000 };

/** A line that is kept up to date on a terminal; elsewhere a plain one every ten seconds. */
export type Progress = {
  say(line: string): void;
  watch(history: History): void;
  /** Harmless twice. */
  end(): void;
};

export function showProgress(stream: NodeJS.WriteStream, lengthMs: number): Progress {
  const terminal = stream.isTTY;
  const began = performance.now();
  let history: History | undefined;
  const clear = (): void => void (terminal && stream.write('\r\u001B[2K'));
  const show = (): void => {
    if (history === undefined) return;
    const seconds = Math.round((performance.now() - began) / 1_000);
    const line = `${seconds} s of ${Math.round(lengthMs / 1_000)}: ${inOneLine(history.events)}`;
    clear();
    stream.write(terminal ? line.slice(0, (stream.columns || 80) - 1) : `${line}\n`);
  };
  const timer = setInterval(show, terminal ? EVERY_MS.terminal : EVERY_MS.plain);
  return {
    say(line) {
      clear();
      stream.write(`${line}\n`);
    },
    watch: (watched) => void (history = watched),
    end() {
      clearInterval(timer);
      clear();
    },
  };
}

function inOneLine(events: readonly RecordedEvent[]): string {
  const count = (kind: RecordedEvent['kind']): number => events.filter((event) => event.kind === kind).length;
  const faults = new Set<string>();
  for (const event of events) {
    if (event.kind !== 'fault') continue;
    const what = `${event.fault} ${event.target}`;
    if (event.phase === 'began') faults.add(what);
    else faults.delete(what);
  }
  const now = faults.size === 0 ? 'no fault' : [...faults].join(', ');
  return `${count('created')} reports queued, ${count('downloaded')} files compared, ${count('trouble')} requests sent again; ${now}`;
}
