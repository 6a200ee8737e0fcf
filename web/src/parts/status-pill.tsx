import type { Report } from '@daybook/client';
import { Badge } from '@radix-ui/themes';

const PILLS = {
  PENDING: { color: 'gray', text: 'Waiting' },
  PROCESSING: { color: 'blue', text: 'Generating' },
  SUCCEEDED: { color: 'green', text: 'Ready' },
  FAILED: { color: 'red', text: 'Failed' },
} as const;

/** The state of a report as a quiet pill. */
export function StatusPill({ report }: { report: Pick<Report, 'status' | 'errorCode'> }) {
  const { color, text } = PILLS[report.status];
  if (report.errorCode === 'CANCELED') return <Badge color="gray">Cancelled</Badge>;
  return <Badge color={color}>{text}</Badge>;
}
