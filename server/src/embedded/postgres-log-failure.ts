import { readFileSync } from 'node:fs';

/** The last reason in a server's log for not starting, with its detail, in one line; undefined when it gives none. */
export function postgresLogFailure(logFile: string): string | undefined {
  const lines = readFileSync(logFile, 'utf8').split('\n');
  const at = lines.findLastIndex((line) =>
    / (FATAL|PANIC): |^(unshare|setpriv|postgres|\S*\/postgres): /.test(line),
  );
  const line = lines[at];
  if (line === undefined) return lines.findLast((text) => text.trim() !== '');
  const detail = /DETAIL: +(.*)/.exec(lines[at + 1] ?? '')?.[1];
  return [line.replace(/^.* (FATAL|PANIC): +/, ''), ...(detail === undefined ? [] : [detail])].join(': ');
}
