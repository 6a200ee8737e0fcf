import type { DaybookError, ErrorCode } from '@daybook/client';
import type { CommandIo } from './command.ts';
import { EXIT } from './exit-code.ts';
import { withoutControls } from './without-controls.ts';

const LATER: readonly ErrorCode[] = ['NO_ANSWER', 'TOO_SLOW', 'UNAVAILABLE', 'INTERNAL', 'RATE_LIMITED', 'TOO_MANY_ACTIVE_REPORTS', 'IDEMPOTENCY_IN_FLIGHT']; // prettier-ignore
const HINTS: Partial<Record<ErrorCode, string>> = {
  UNAUTHENTICATED: 'Check DAYBOOK_TOKEN, or run "daybook login" again.',
  FORBIDDEN: 'Ask the owner of the store for a token with that permission.',
  NO_ANSWER: 'Check DAYBOOK_URL and the network.',
};

/** Says what the client threw: for people on stderr, with `--json` on stdout. Returns the exit code. */
export function printFailure(error: DaybookError, io: CommandIo, json: boolean): number {
  const { code, message, requestId, details, report } = error;
  if (json) {
    const about = { error: message, code, requestId, details, reportId: report?.id };
    io.stdout.write(`${JSON.stringify({ ok: false, ...about })}\n`);
  } else {
    const lines = [`daybook: ${message}`];
    for (const detail of details) lines.push(`  ${detail.path}: ${detail.message}`);
    const hint = HINTS[code];
    if (hint !== undefined) lines.push(`  ${hint}`);
    if (report) lines.push(`  Report ${report.id}`);
    if (requestId !== undefined) lines.push(`  Request ${requestId} (${code})`);
    io.stderr.write(`${lines.map(withoutControls).join('\n')}\n`);
  }
  if (report || code === 'DAMAGED_FILE') return EXIT.FAILED;
  return LATER.includes(code) ? EXIT.UNAVAILABLE : EXIT.UNREADABLE;
}
