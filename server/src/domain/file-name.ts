import { type Format, FORMAT_EXTENSION } from './format.ts';
import { formatInstant } from './instant.ts';

/** What a report's file is called on the disk of whoever downloads it: type, first day, day after the last, report. */
export function fileName(
  report: { id: string; type: string; periodStart: number; periodEnd: number },
  format: Format,
): string {
  const days = [report.periodStart, report.periodEnd].map((instant) => formatInstant(instant).slice(0, 10));
  return `${report.type.toLowerCase()}_${days.join('_')}_${report.id}.${FORMAT_EXTENSION[format]}`;
}
