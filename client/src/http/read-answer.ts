import type { Failure } from '../api/operations.ts';
import { DaybookError } from '../daybook-error.ts';
import type { Clock } from './clock.ts';

/** The `data` of an answer; throws what it says went wrong. */
export async function readAnswer(response: Response, clock: Clock): Promise<unknown> {
  const text = await response.text();
  const answer = parse(text);
  if (response.ok && answer?.ok === true) return answer.data;
  const { status, headers } = response;
  const about = { status, retryAfterMs: retryAfter(headers.get('Retry-After'), clock) };
  if (answer?.ok === false && typeof answer.code === 'string') {
    const { code, error, requestId, details } = answer;
    throw new DaybookError(code, error, { ...about, requestId, details });
  }
  // The public documents have no envelope.
  if (response.ok && answer !== undefined) return answer;
  const what = `The answer (HTTP ${status}) is not Daybook's; it begins with ${JSON.stringify(text.slice(0, 80))}. Check the base URL, and whether something in between answers.`;
  throw new DaybookError('UNEXPECTED_ANSWER', what, {
    ...about,
    requestId: headers.get('X-Request-Id') ?? undefined,
  });
}

function parse(text: string): Failure | { ok: true; data: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Failure) : undefined;
  } catch {
    return undefined;
  }
}

/** Seconds, or a date. */
function retryAfter(header: string | null, clock: Clock): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - clock.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
