import type { ReportDefinition } from './report-type.ts';
import { PAYMENT_ACTIVITY } from './report-types/payment-activity.ts';

/** The report types on offer. A new one is a file in `report-types/`, its view in a migration, and its line here. */
export const REPORT_DEFINITIONS = { PAYMENT_ACTIVITY } as const satisfies Record<string, ReportDefinition>;

export type ReportType = keyof typeof REPORT_DEFINITIONS;

export const REPORT_TYPES = Object.keys(REPORT_DEFINITIONS) as [ReportType, ...ReportType[]];
