import type { Report } from '@daybook/client';
import { Text } from '@radix-ui/themes';
import { requesterOf, usePeople } from '../../parts/people.ts';
import { instantInWords } from '../../parts/words.ts';

/** The life of a report, one step under the other. */
export function Timeline({ storeId, report }: { storeId: string; report: Report }) {
  const nameOf = usePeople(storeId);
  const took = report.durationMs === null ? '' : `after ${(report.durationMs / 1_000).toFixed(1)} s`;
  const end =
    report.status === 'SUCCEEDED' ? 'Ready' : report.errorCode === 'CANCELED' ? 'Cancelled' : 'Failed';
  const steps = [
    { what: 'Requested', at: report.createdAt, more: `by ${nameOf(requesterOf(report))}` },
    {
      what: 'Started',
      at: report.startedAt,
      more: report.attempts > 1 ? `now in try ${report.attempts}` : '',
    },
    { what: 'Read', at: report.asOf, more: 'the state of the data at this instant' },
    { what: end, at: report.completedAt, more: took },
  ];
  return (
    <ol className="timeline">
      {steps.map(({ what, at, more }) => (
        <li key={what} data-done={at !== null}>
          <Text weight="medium">{at === null && what === 'Failed' ? 'Ready' : what}</Text>
          {at !== null && (
            <Text as="p" size="2" color="gray">
              {instantInWords(at)}
              {more && `, ${more}`}
            </Text>
          )}
        </li>
      ))}
    </ol>
  );
}
