/** What a store token can be allowed to do. */
export const PERMISSIONS = ['REPORTS_READ', 'REPORTS_WRITE', 'PAYOUTS_READ', 'WEBHOOKS_READ', 'WEBHOOKS_WRITE'] as const; // prettier-ignore
export type Permission = (typeof PERMISSIONS)[number];
