import type { Token } from './tokens-query.ts';

/** What a token can be allowed to do, in words for people. */
export const PERMISSIONS: Readonly<Record<Token['permissions'][number], { title: string; allows: string }>> =
  {
    REPORTS_READ: { title: 'read reports', allows: 'see reports and download their files' },
    REPORTS_WRITE: { title: 'make reports', allows: 'queue, cancel and retry reports' },
    PAYOUTS_READ: { title: 'read the ledger', allows: 'see the ledger and its head' },
    WEBHOOKS_READ: { title: 'read webhooks', allows: 'see endpoints and what was delivered' },
    WEBHOOKS_WRITE: { title: 'change webhooks', allows: 'add, test and delete endpoints' },
  };
