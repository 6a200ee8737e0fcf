export const REPORT_STATUSES = ['PENDING', 'PROCESSING', 'SUCCEEDED', 'FAILED'] as const;
export type ReportStatus = (typeof REPORT_STATUSES)[number];

/** Which status may follow which; the database holds the same table in a trigger. PENDING → FAILED is cancelling. */
export const REPORT_TRANSITIONS: Readonly<Record<ReportStatus, readonly ReportStatus[]>> = {
  PENDING: ['PROCESSING', 'FAILED'],
  PROCESSING: ['SUCCEEDED', 'FAILED'],
  SUCCEEDED: [],
  FAILED: [],
};

/** Whether a report in this status never changes again. */
export function isTerminal(status: ReportStatus): boolean {
  return REPORT_TRANSITIONS[status].length === 0;
}
