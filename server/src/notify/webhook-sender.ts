import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps, type RequestOptions } from 'node:https';
import { isIP } from 'node:net';
import { WEBHOOK_ANSWER_MAX_BYTES, WEBHOOK_TIMEOUT_MS } from '../domain/limits.ts';
import type { DeliveryFailure } from '../domain/webhook.ts';
import { AddressRefused, guardedLookup, type Lookup } from './guarded-lookup.ts';
import { isRoutableAddress } from './routable-address.ts';

/** A signed message on its way to one endpoint. */
export type WebhookMessage = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** What came of it: the endpoint's HTTP status, or why there was none. Nothing of what the endpoint said is kept. */
export type WebhookAnswer = { readonly status: number } | { readonly failure: DeliveryFailure };

export type WebhookSender = {
  /** POSTs it once; follows no redirect. Never rejects: whatever happens is the answer. */
  send(message: WebhookMessage, signal: AbortSignal): Promise<WebhookAnswer>;
};

/**
 * A sender that connects to public addresses only. `allowPrivate` lets it go anywhere, over plain HTTP too: for tests and
 * private networks. `timeoutMs` is for all of it, from the name to the end of the answer.
 */
export function createWebhookSender(options: {
  allowPrivate: boolean;
  timeoutMs?: number;
  lookup?: Lookup;
}): WebhookSender {
  const { allowPrivate, timeoutMs = WEBHOOK_TIMEOUT_MS, lookup = guardedLookup() } = options;
  return {
    async send(message, signal) {
      const url = new URL(message.url);
      if (!allowPrivate && !mayBeAsked(url)) return { failure: 'ADDRESS_REFUSED' };
      const late = AbortSignal.timeout(timeoutMs);
      const settings: RequestOptions = {
        method: 'POST',
        headers: { ...message.headers, 'Content-Length': Buffer.byteLength(message.body) },
        // A connection of its own each time: one that is kept would pass by the check.
        agent: false,
        signal: AbortSignal.any([signal, late]),
        ...(allowPrivate ? {} : { lookup }),
      };
      return post(url, settings, message.body).catch((error: unknown) => ({
        failure: late.aborted ? 'TIMEOUT' : failureOf(error),
      }));
    },
  };
}

/** A socket resolves names, and takes addresses as they are: those are looked at here. `URL` has made them canonical. */
function mayBeAsked({ protocol, hostname }: URL): boolean {
  if (protocol !== 'https:') return false;
  const address = hostname.replace(/^\[(.*)\]$/, '$1');
  return isIP(address) === 0 || isRoutableAddress(address);
}

/** Resolves with the status once the answer has ended, or is longer than anybody needs it to be. */
function post(url: URL, settings: RequestOptions, body: string): Promise<WebhookAnswer> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const sent = request(url, settings, (answer) => {
      const done = (): void => resolve(answerOf(answer));
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes <= WEBHOOK_ANSWER_MAX_BYTES) return;
        done();
        sent.destroy();
      });
      answer.on('end', done);
      answer.on('error', reject);
    });
    // An endpoint that wants to speak something else than HTTP has answered, and is left.
    sent.on('upgrade', (answer, socket) => {
      resolve(answerOf(answer));
      socket.destroy();
    });
    sent.on('error', reject);
    sent.on('close', () => reject(new Error('closed without an answer')));
    sent.end(body);
  });
}

/** What has no status of HTTP is no answer. */
function answerOf({ statusCode = 0 }: IncomingMessage): WebhookAnswer {
  return statusCode >= 100 ? { status: statusCode } : { failure: 'UNREACHABLE' };
}

function failureOf(error: unknown): DeliveryFailure {
  if (error instanceof AddressRefused) return 'ADDRESS_REFUSED';
  const { code = '' } = error as NodeJS.ErrnoException;
  return /CERT|TLS|SSL|EPROTO|SELF_SIGNED|UNABLE_TO/.test(code) ? 'TLS' : 'UNREACHABLE';
}
