import { formatInstant } from './instant.ts';

/** What an endpoint can be told of. */
export const WEBHOOK_EVENT_TYPES = ['REPORT_SUCCEEDED', 'REPORT_FAILED'] as const;
export type WebhookEventType = (typeof WEBHOOK_EVENT_TYPES)[number];

/** What a message can be about: an event, or nothing but whether it arrives. */
export const WEBHOOK_MESSAGE_TYPES = [...WEBHOOK_EVENT_TYPES, 'TEST'] as const;
export type WebhookMessageType = (typeof WEBHOOK_MESSAGE_TYPES)[number];

/** What has become of one delivery: still to be tried, taken by the endpoint with a 2xx, or given up. */
export const DELIVERY_STATUSES = ['PENDING', 'DELIVERED', 'FAILED'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** Why an attempt got no answer. */
export const DELIVERY_FAILURES = ['ADDRESS_REFUSED', 'TIMEOUT', 'TLS', 'UNREACHABLE'] as const;
export type DeliveryFailure = (typeof DELIVERY_FAILURES)[number];

/** A message's body, JSON: what happened, under which id, and when (milliseconds). */
export function webhookBody(event: {
  type: WebhookMessageType;
  id: string;
  at: number;
  data: object;
}): string {
  const { type, id, at, data } = event;
  return JSON.stringify({ event: type, id, timestamp: formatInstant(at), data });
}
