import type { Report } from '@daybook/client';

/** The titles of the report types, as people know them. */
export const REPORT_TITLES: Readonly<Record<Report['type'], string>> = {
  PAYMENT_ACTIVITY: 'Payments',
  PAYOUT_RECONCILIATION: 'Payouts',
  BALANCE_LEDGER: 'Ledger',
  REFUNDS_DISPUTES: 'Refunds and disputes',
};
