import { formatInstant } from '../domain/instant.ts';
import type { EndpointWithSecret } from '../verbs/webhooks/create.ts';
import type { listDeliveries } from '../verbs/webhooks/list-deliveries.ts';
import type { listEndpoints } from '../verbs/webhooks/list.ts';

type Endpoint = Awaited<ReturnType<typeof listEndpoints>>[number];
type Delivery = Awaited<ReturnType<typeof listDeliveries>>['items'][number];

/** An endpoint as the API shows it. */
export function endpointJson({ id, url, eventTypes, note, ...instants }: Endpoint) {
  return {
    ...{ id, url, eventTypes, note },
    goneAt: optionalInstant(instants.goneAt),
    previousSecretUntil: optionalInstant(instants.previousSecretUntil),
    createdAt: formatInstant(instants.createdAt),
  };
}

/** The same with its secret, for the one answer that shows it. */
export function endpointWithSecretJson({ secret, ...endpoint }: EndpointWithSecret) {
  return { ...endpointJson(endpoint), secret: secret as string | null };
}

/** What is kept of that answer, to be given again. */
export function endpointAgainJson({ secret: _secret, ...endpoint }: EndpointWithSecret) {
  return { ...endpointJson(endpoint), secret: null as string | null };
}

/** A delivery as the API shows it. */
export function deliveryJson({ dueAt, ...delivery }: Delivery) {
  return {
    ...delivery,
    nextAttemptAt: optionalInstant(dueAt),
    lastAttemptAt: optionalInstant(delivery.lastAttemptAt),
    createdAt: formatInstant(delivery.createdAt),
  };
}

function optionalInstant(instant: number | null): string | null {
  return instant === null ? null : formatInstant(instant);
}
