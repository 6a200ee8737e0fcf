import type { Report } from './api/operations.ts';
import { DaybookError } from './daybook-error.ts';

/** What a webhook delivery says. */
export type WebhookEvent = {
  readonly event: 'REPORT_SUCCEEDED' | 'REPORT_FAILED';
  /** `evt_…`; the same each time a delivery is tried again, so that it can be told. */
  readonly id: string;
  readonly timestamp: string;
  readonly data: { readonly report: Report };
};

const TOLERANCE_SECONDS = 300;

/**
 * Checks the Standard Webhooks signature of a delivery and reads it. `body` must be the very text that came, not what a
 * parser made of it. Throws UNAUTHENTICATED when no signature is right, or the time is more than 5 minutes off.
 */
export async function verifyWebhook(delivery: {
  /** `whsec_…`; several while a secret is being changed. */
  readonly secret: string | readonly string[];
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
  /** Milliseconds since the Unix epoch. */
  readonly now?: number;
}): Promise<WebhookEvent> {
  const { body, now = Date.now() } = delivery;
  const id = header(delivery.headers, 'webhook-id');
  const timestamp = header(delivery.headers, 'webhook-timestamp');
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now / 1_000 - Number(timestamp)) > TOLERANCE_SECONDS) {
    throw refused('its time is missing, or more than 5 minutes from the clock of this machine');
  }
  const signatures = header(delivery.headers, 'webhook-signature').split(' ');
  const given = signatures.filter((one) => one.startsWith('v1,')).map((one) => bytesOf(one.slice(3)));
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${body}`);
  for (const secret of [delivery.secret].flat()) {
    const key = await crypto.subtle.importKey('raw', secretBytes(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']); // prettier-ignore
    for (const signature of given) {
      // Compares in constant time.
      if (signature && (await crypto.subtle.verify('HMAC', key, signature, signed))) return JSON.parse(body) as WebhookEvent; // prettier-ignore
    }
  }
  throw refused('no signature is right: check the secret, and that the body is the text as it came');
}

function secretBytes(secret: string): Uint8Array<ArrayBuffer> {
  const bytes = secret.startsWith('whsec_') ? bytesOf(secret.slice(6)) : undefined;
  if (!bytes?.length) throw new DaybookError('WRONG_SETTING', 'The secret of a webhook is "whsec_" and base64.'); // prettier-ignore
  return bytes;
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

function header(headers: Parameters<typeof verifyWebhook>[0]['headers'], name: string): string {
  if (headers instanceof Headers) return headers.get(name) ?? '';
  const found = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  return typeof found === 'string' ? found : (found?.join(' ') ?? '');
}

const refused = (why: string): DaybookError => new DaybookError('UNAUTHENTICATED', `The delivery is not to be trusted: ${why}.`); // prettier-ignore
