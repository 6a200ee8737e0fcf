import { formatInstant } from '../domain/instant.ts';
import type { getReport } from '../verbs/reports/get.ts';
import type { ReportJson } from './schemas/report.ts';

type Report = Awaited<ReturnType<typeof getReport>>;

/** A report as the API shows it. */
export function reportJson(report: Report): ReportJson {
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
