import { lockStore } from '../../db/stores.ts';
import { inStore } from '../../db/transaction.ts';
import { countEndpoints, insertEndpoint, type WebhookEndpoint } from '../../db/webhook-endpoints.ts';
import { type Caller, requirePermission } from '../../domain/caller.ts';
import { DaybookError, type ErrorDetail } from '../../domain/errors.ts';
import { newId } from '../../domain/id.ts';
import { WEBHOOK_ENDPOINTS_MAX, WEBHOOK_NOTE_MAX_CHARACTERS } from '../../domain/limits.ts';
import { WEBHOOK_EVENT_TYPES, type WebhookEventType } from '../../domain/webhook.ts';
import { readWebhookUrl } from '../../domain/webhook-url.ts';
import { newWebhookSecret } from '../../keys/webhook-secret.ts';
import type { VerbContext } from '../context.ts';
import type { OnEffect } from '../idempotency/begin-once.ts';

/** An endpoint with the secret that its messages are signed with, shown this once. */
export type EndpointWithSecret = WebhookEndpoint & { secret: string };

export type CreateEndpointInput = {
  storeId: string;
  url: string;
  eventTypes: readonly WebhookEventType[];
  note: string;
};

/**
 * Makes an endpoint with a new secret. Throws NOT_FOUND for the store, INVALID_REQUEST with every bad field in its details,
 * and TOO_MANY_ENDPOINTS; counting and inserting take turns under the store's row lock.
 */
export async function createEndpoint(
  context: Pick<VerbContext, 'database' | 'clock' | 'secretsKey' | 'allowPrivateWebhooks'>,
  caller: Caller,
  input: CreateEndpointInput,
  onEffect?: OnEffect<EndpointWithSecret>,
): Promise<EndpointWithSecret> {
  requirePermission(caller, input.storeId, 'WEBHOOKS_WRITE');
  const url = checkInput(input, context.allowPrivateWebhooks);
  const createdAt = context.clock();
  const id = newId('whe', createdAt);
  const { secret, sealed } = newWebhookSecret(context.secretsKey, id);
  const eventTypes = WEBHOOK_EVENT_TYPES.filter((type) => input.eventTypes.includes(type));
  const endpoint = { id, url, eventTypes, note: input.note, createdAt };
  const created = { ...endpoint, goneAt: null, previousSecretUntil: null, secret };
  return inStore(context.database, input.storeId, async (transaction) => {
    if (!(await lockStore(transaction))) throw new DaybookError('NOT_FOUND', 'There is no such store.');
    if ((await countEndpoints(transaction)) >= WEBHOOK_ENDPOINTS_MAX) {
      const message = `The store has ${WEBHOOK_ENDPOINTS_MAX} webhook endpoints, as many as it may; delete one that is not needed.`;
      throw new DaybookError('TOO_MANY_ENDPOINTS', message);
    }
    await insertEndpoint(transaction, { ...endpoint, sealedSecret: sealed });
    await onEffect?.(transaction, created);
    return created;
  });
}

/** Checks the input; the address as it will be called. */
function checkInput(input: CreateEndpointInput, allowPrivate: boolean): string {
  const details: ErrorDetail[] = [];
  const address = readWebhookUrl(input.url, { allowPrivate });
  if ('problem' in address) details.push({ path: 'url', message: address.problem });
  if (!isNote(input.note))
    details.push({
      path: 'note',
      message: `must have at most ${WEBHOOK_NOTE_MAX_CHARACTERS} characters, none of them a control character`,
    });
  if ('url' in address && details.length === 0) return address.url;
  const sentence = `The webhook endpoint is not valid: ${details.map(({ path, message }) => `${path} ${message}`).join('; ')}.`;
  throw new DaybookError('INVALID_REQUEST', sentence, { details });
}

function isNote(text: string): boolean {
  return [...text].length <= WEBHOOK_NOTE_MAX_CHARACTERS && text.isWellFormed() && !/\p{Cc}/u.test(text);
}
