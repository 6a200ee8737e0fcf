/**
 * The last reason in a server's log for not running, with its detail, in one line; undefined when it gives none. What it
 * refused a client is no such reason: only the words of the server itself and of the process that recovers it count.
 */
export function postgresFailure(log: string): string | undefined {
  const lines = log.split('\n');
  const own = ownProcesses(lines);
  const at = lines.findLastIndex((line) => {
    if (/^(unshare|setpriv|postgres|\S*\/postgres): /.test(line)) return true;
    return / (FATAL|PANIC): /.test(line) && (own === undefined || own.has(processOf(line) ?? ''));
  });
  const line = lines[at];
  if (line === undefined) return lines.findLast((text) => text.trim() !== '' && !LOGGED.test(text));
  const detail = /DETAIL: +(.*)/.exec(lines[at + 1] ?? '')?.[1];
  return [line.replace(/^.* (FATAL|PANIC): +/, ''), ...(detail === undefined ? [] : [detail])].join(': ');
}

/** The first line of what Postgres logs, or one of those that follow, which it begins with a tab: a statement has many. */
const LOGGED = /^(\t|\d{4}-.* \[\d+\] )/;

/** The process that writes first, and those whose end it says ended it. Undefined where it never got as far as to start. */
function ownProcesses(lines: readonly string[]): ReadonlySet<string> | undefined {
  const first = lines.find((line) => line.includes(' LOG:  starting PostgreSQL '));
  const server = first === undefined ? undefined : processOf(first);
  if (server === undefined) return undefined;
  const ended = lines.flatMap((line) => {
    const found = /LOG: +(?:\w+ )?(?:process|backend) \(PID (\d+)\) (?:exited with|was terminated by)/.exec(line); // prettier-ignore
    return found?.[1] ?? [];
  });
  return new Set([server, ...ended]);
}

function processOf(line: string): string | undefined {
  return /\[(\d+)\]/.exec(line)?.[1];
}
