/** What an endpoint can be told of. */
export const WEBHOOK_EVENT_TYPES = ['REPORT_SUCCEEDED', 'REPORT_FAILED'] as const;
export type WebhookEventType = (typeof WEBHOOK_EVENT_TYPES)[number];

/** What has become of one delivery: still to be tried, taken by the endpoint with a 2xx, or given up. */
export type DeliveryStatus = 'PENDING' | 'DELIVERED' | 'FAILED';
