import { DaybookError, isDaybookError } from '../daybook-error.ts';
import type { Clock } from './clock.ts';
import type { AccessTokens, Authorize } from './credential.ts';
import { readAnswer } from './read-answer.ts';
import { retryDelay } from './retry-delay.ts';
import { within } from './within.ts';

/** What requests are made with. */
export type Transport = {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly authorize: Authorize;
  readonly session: AccessTokens | undefined;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly timeoutMs: number;
  readonly retries: number;
};

/** What every call takes. */
export type CallOptions = {
  readonly signal?: AbortSignal | undefined;
  /** For one try, the whole answer included; 30 000 unless the client was made with another. */
  readonly timeoutMs?: number | undefined;
  /** How often a try that failed is made again; 5 unless the client was made with another. */
  readonly retries?: number | undefined;
};

export type Request = CallOptions & {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** An object goes as JSON, a text as NDJSON. */
  readonly body?: unknown;
  readonly idempotencyKey?: string | undefined;
};

/** Sends it until it is answered: the `data` of the answer. Throws DaybookError, or the reason of the signal. */
export async function send(transport: Transport, request: Request): Promise<unknown> {
  const { clock, random, session } = transport;
  const { retries = transport.retries, signal } = request;
  let renewed = false;
  for (let tries = 1; ; tries++) {
    try {
      return await sendOnce(transport, request);
    } catch (error) {
      if (!isDaybookError(error)) throw error;
      if (error.code === 'UNAUTHENTICATED' && session && !renewed) {
        renewed = true;
        await session.refresh();
      } else {
        if (tries > retries || !mayRepeat(request, error)) throw error;
        await clock.sleep(retryDelay(tries, error, random), signal);
      }
    }
  }
}

async function sendOnce(transport: Transport, request: Request): Promise<unknown> {
  const { baseUrl, clock } = transport;
  const { method, body, idempotencyKey } = request;
  const url = new URL(baseUrl + request.path);
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  return within(clock, request.timeoutMs ?? transport.timeoutMs, request.signal, async (signal) => {
    const authorization = await transport.authorize(
      { method, path: url.pathname + url.search, body: text },
      clock,
    );
    const response = await ask(transport, url.href, {
      method,
      signal,
      headers: {
        ...authorization,
        ...(body === undefined ? {} : { 'Content-Type': typeof body === 'string' ? 'application/x-ndjson' : 'application/json' }), // prettier-ignore
        ...(idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey }),
      },
      ...(body === undefined ? {} : { body: text }),
    });
    return readAnswer(response, clock).catch((error: unknown) => {
      throw isDaybookError(error) ? error : noAnswer(error);
    });
  });
}

/** One fetch that throws NO_ANSWER where fetch throws its TypeError. */
export async function ask(transport: Transport, url: string, init: RequestInit): Promise<Response> {
  const { fetch } = transport;
  return fetch(url, { redirect: 'error', ...init }).catch((error: unknown) => {
    throw noAnswer(error);
  });
}

export function noAnswer(cause: unknown): DaybookError {
  const { message, cause: deeper } = cause as Error;
  const why = deeper instanceof Error && deeper.message !== '' ? deeper.message : message;
  return new DaybookError('NO_ANSWER', `The server cannot be reached, or the connection broke: ${why}.`, {
    cause,
  });
}

/** Whether it failed in a way that may pass, and sending it twice does no harm. */
function mayRepeat({ method, idempotencyKey }: Request, { code, status = 500 }: DaybookError): boolean {
  if (code === 'RATE_LIMITED' || code === 'IDEMPOTENCY_IN_FLIGHT') return true;
  const harmless = idempotencyKey !== undefined || (method !== 'POST' && method !== 'PATCH');
  const passing =
    code === 'NO_ANSWER' || code === 'TOO_SLOW' || code === 'INTERNAL' || code === 'UNAVAILABLE';
  return harmless && (passing || (code === 'UNEXPECTED_ANSWER' && (status >= 500 || status === 429)));
}
