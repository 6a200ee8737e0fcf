import type { DaybookError, ErrorCode } from '@daybook/client';
import { columnsOf } from './columns-of.ts';
import type { Command, CommandIo } from './command.ts';
import { EXIT } from './exit-code.ts';
import { fitText } from './fit-text.ts';
import { withoutControls } from './without-controls.ts';

const LATER: readonly ErrorCode[] = ['NO_ANSWER', 'TOO_SLOW', 'UNAVAILABLE', 'INTERNAL', 'RATE_LIMITED', 'TOO_MANY_ACTIVE_REPORTS', 'IDEMPOTENCY_IN_FLIGHT']; // prettier-ignore
const HINTS: Partial<Record<ErrorCode, string>> = {
  UNAUTHENTICATED: 'Check DAYBOOK_TOKEN, or run "daybook login" again.',
  FORBIDDEN: 'Ask the owner of the store for a token with that permission.',
  NO_ANSWER: 'Check DAYBOOK_URL and the network.',
};

/** Says what the client threw: for people on stderr, with `--json` on stdout. Returns the exit code. */
export function printFailure(
  error: DaybookError,
  io: CommandIo,
  { hints, goesOn }: Pick<Command, 'hints' | 'goesOn'>,
  json: boolean,
): number {
  const { code, message, requestId, details, report } = error;
  const failed = report !== undefined || code === 'DAMAGED_FILE';
  const exit = failed ? EXIT.FAILED : LATER.includes(code) ? EXIT.UNAVAILABLE : EXIT.UNREADABLE;
  if (json) {
    const about = { error: message, code, requestId, details, reportId: report?.id };
    io.stdout.write(`${JSON.stringify({ ok: false, ...about })}\n`);
    return exit;
  }
  const lines = [`daybook: ${code === 'UNAUTHENTICATED' ? forPeople(message) : message}`];
  // A single detail is what the message says.
  if (details.length > 1) for (const detail of details) lines.push(`  ${detail.path}: ${detail.message}`);
  const hint = hints?.[code] ?? HINTS[code];
  if (hint !== undefined) lines.push(`  ${hint}`);
  if (exit === EXIT.UNAVAILABLE && goesOn !== undefined) lines.push(`  ${goesOn}`);
  if (report) lines.push(`  Report ${report.id}`);
  if (requestId !== undefined) lines.push(`  Request ${requestId} (${code})`);
  for (const line of lines) io.stderr.write(`${fitText(withoutControls(line), columnsOf(io.stderr), 2)}\n`);
  return exit;
}

/** The server's sentence for all who call it speaks of headers, which nobody writes here. */
function forPeople(message: string): string {
  return message.startsWith('Send a valid credential') ? 'The server does not accept this token.' : message;
}
