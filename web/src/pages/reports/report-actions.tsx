import type { Report } from '@daybook/client';
import { Button, Flex } from '@radix-ui/themes';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { daybookOf } from '../../app/daybook.ts';
import { useRole } from '../../app/use-role.ts';
import { Problem } from '../../parts/problem.tsx';
import { isUnderWay } from './report-queries.ts';

/** What can be done with a report as it is: download its files, cancel it, or try again. */
export function ReportActions({
  storeId,
  report,
  size = '1',
}: {
  storeId: string;
  report: Report;
  size?: '1' | '2';
}) {
  const { reports } = daybookOf(storeId);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { mayWrite } = useRole(storeId);
  const changed = () => Promise.all(['reports', 'report-counts', 'report'].map((key) => queries.invalidateQueries({ queryKey: [key, storeId] }))); // prettier-ignore
  const cancel = useMutation({ mutationFn: () => reports.cancel(report.id), onSettled: changed });
  const retry = useMutation({
    mutationFn: () => reports.retry(report.id),
    async onSuccess(again) {
      await changed();
      await navigate({ to: '/stores/$storeId/reports/$reportId', params: { storeId, reportId: again.id } });
    },
  });
  const download = useMutation({
    async mutationFn(format: Report['formats'][number]) {
      const { url } = await reports.downloadUrl(report.id, format);
      location.assign(url);
    },
  });
  const error = cancel.error ?? retry.error ?? download.error;
  return (
    <Flex gap="2" justify="end" wrap="wrap">
      {report.status === 'SUCCEEDED' &&
        report.formats.map((format) => (
          <Button
            key={format}
            size={size}
            variant="soft"
            aria-label={`Download ${format}`}
            onClick={() => download.mutate(format)}
          >
            {size === '1' ? format : `Download ${format}`}
          </Button>
        ))}
      {mayWrite && isUnderWay(report) && (
        <Button
          size={size}
          variant="soft"
          color="gray"
          loading={cancel.isPending}
          onClick={() => cancel.mutate()}
        >
          Cancel
        </Button>
      )}
      {mayWrite && report.status === 'FAILED' && (
        <Button
          size={size}
          variant="soft"
          color="gray"
          loading={retry.isPending}
          onClick={() => retry.mutate()}
        >
          Try again
        </Button>
      )}
      {error && <Problem error={error} />}
    </Flex>
  );
}
