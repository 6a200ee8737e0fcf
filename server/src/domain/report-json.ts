import { formatInstant } from './instant.ts';
import type { Report } from './report.ts';

/** A report as the API and webhooks show it. */
export function reportJson(report: Report) {
  const { files, startedAt, completedAt } = report;
  return {
    ...report,
    periodStart: formatInstant(report.periodStart),
    periodEnd: formatInstant(report.periodEnd),
    sizeBytes: files.length > 0 ? files.reduce((sum, file) => sum + file.sizeBytes, 0) : null,
    // Two workers may have written the two, or one whose clock was set back between them.
    durationMs: startedAt !== null && completedAt !== null ? Math.max(0, completedAt - startedAt) : null,
    asOf: optionalInstant(report.asOf),
    startedAt: optionalInstant(startedAt),
    completedAt: optionalInstant(completedAt),
    createdAt: formatInstant(report.createdAt),
    updatedAt: formatInstant(report.updatedAt),
    expiresAt: formatInstant(report.expiresAt),
  };
}

function optionalInstant(instant: number | null): string | null {
  return instant === null ? null : formatInstant(instant);
}
