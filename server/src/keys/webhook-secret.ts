import { randomBytes } from 'node:crypto';
import { seal, unseal } from './seal.ts';

const SECRET_BYTES = 32;

/** A new secret that an endpoint's messages are signed with, as Standard Webhooks writes it, and what is kept of it. */
export function newWebhookSecret(secretsKey: Buffer, endpointId: string): { secret: string; sealed: Buffer } {
  const key = randomBytes(SECRET_BYTES);
  return { secret: `whsec_${key.toString('base64')}`, sealed: seal(secretsKey, purposeOf(endpointId), key) };
}

/** The secret again. */
export function openWebhookSecret(secretsKey: Buffer, endpointId: string, sealed: Buffer): string {
  return `whsec_${unseal(secretsKey, purposeOf(endpointId), sealed).toString('base64')}`;
}

const purposeOf = (endpointId: string): string => `webhook ${endpointId}`;
