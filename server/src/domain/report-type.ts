import type { ReportDefinition } from './report-definition.ts';
import { BALANCE_LEDGER } from './report-types/balance-ledger.ts';
import { PAYMENT_ACTIVITY } from './report-types/payment-activity.ts';
import { PAYOUT_RECONCILIATION } from './report-types/payout-reconciliation.ts';
import { REFUNDS_DISPUTES } from './report-types/refunds-disputes.ts';

/** The report types on offer. A new one is a file in `report-types/`, its view in a migration, and its line here. */
export const REPORT_DEFINITIONS = {
  PAYMENT_ACTIVITY,
  PAYOUT_RECONCILIATION,
  BALANCE_LEDGER,
  REFUNDS_DISPUTES,
} as const satisfies Record<string, ReportDefinition>;

export type ReportType = keyof typeof REPORT_DEFINITIONS;

export const REPORT_TYPES = Object.keys(REPORT_DEFINITIONS) as [ReportType, ...ReportType[]];
