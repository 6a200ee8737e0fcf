import { Webhook } from 'standardwebhooks';
import type { WebhookMessage } from './webhook-sender.ts';

/**
 * The message as Standard Webhooks v1 has it: id, the instant of this attempt in milliseconds, and a signature with each
 * of the secrets, any of which the receiver may know.
 */
export function signedMessage(
  { url, id, at, body }: { url: string; id: string; at: number; body: string },
  secrets: readonly string[],
): WebhookMessage {
  const time = new Date(at);
  const signatures = secrets.map((secret) => new Webhook(secret).sign(id, time, body));
  return {
    url,
    body,
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'User-Agent': 'Daybook-Webhooks/1',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at / 1_000)),
      'webhook-signature': signatures.join(' '),
    },
  };
}
