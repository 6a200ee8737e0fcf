import { setTimeout as delay } from 'node:timers/promises';
import type { SeededRandom } from '../server/test/support/seeded-random.ts';
import type { History } from './history.ts';

const ANSWER_MAX_MS = 12_000;
const RETRY_MS = [50, 500] as const;

export type ApiAnswer = {
  status: number;
  sentAt: number;
  body: { ok: boolean; data: Record<string, unknown>; code: string; error: string };
};
export type ApiRequest = { method: string; path: string; body?: string; headers?: Record<string, string> };

/** A patient client: asks any of the API processes, again and again, until it has an answer that means something. */
export type ApiClient = {
  /**
   * Sends the request until an answer is no trouble: trouble is no answer at all, 5xx, IDEMPOTENCY_IN_FLIGHT and 429.
   * Rejects once the signal fires.
   */
  send(request: ApiRequest, signal: AbortSignal): Promise<ApiAnswer>;
  /** The bytes behind a signed URL; undefined where they did not all come. */
  bytes(url: string): Promise<Buffer | undefined>;
};

export function createApiClient(options: {
  urls: readonly string[];
  random: SeededRandom;
  history: History;
}): ApiClient {
  const { urls, random, history } = options;

  async function once({ method, path, body, headers = {} }: ApiRequest): Promise<ApiAnswer | string> {
    const sentAt = Date.now();
    try {
      const response = await fetch(`${random.pick(urls)}${path}`, {
        method,
        headers,
        signal: AbortSignal.timeout(ANSWER_MAX_MS),
        ...(body === undefined ? {} : { body }),
      });
      return { status: response.status, sentAt, body: (await response.json()) as ApiAnswer['body'] };
    } catch (error) {
      const { cause } = error as Error & { cause?: { code?: string } };
      return cause?.code ?? (error as Error).name;
    }
  }

  return {
    async send(request, signal) {
      for (;;) {
        signal.throwIfAborted();
        const answer = await once(request);
        const trouble = typeof answer === 'string' ? answer : troubleIn(answer);
        if (typeof answer !== 'string' && trouble === undefined) return answer;
        history.add({ kind: 'trouble', what: String(trouble) });
        await delay(RETRY_MS[0] + random.unit() * (RETRY_MS[1] - RETRY_MS[0]), undefined, { signal });
      }
    },
    async bytes(url) {
      try {
        const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MAX_MS) });
        if (response.ok) return Buffer.from(await response.arrayBuffer());
        history.add({ kind: 'trouble', what: `the file answered ${response.status}` });
        await response.body?.cancel();
      } catch (error) {
        history.add({ kind: 'trouble', what: `the file did not come: ${(error as Error).name}` });
      }
      return undefined;
    },
  };
}

function troubleIn({ status, body }: ApiAnswer): string | undefined {
  const again = status >= 500 || body.code === 'IDEMPOTENCY_IN_FLIGHT' || body.code === 'RATE_LIMITED';
  return again ? `${status} ${body.code}` : undefined;
}
