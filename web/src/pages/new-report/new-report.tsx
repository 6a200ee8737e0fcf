import { Button, Heading, Text } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type SubmitEvent, useState } from 'react';
import { useRole } from '../../app/use-role.ts';
import { Problem } from '../../parts/problem.tsx';
import { AT_ONCE_MAX, reportCounts } from '../reports/report-queries.ts';
import { FilesChoice } from './files-choice.tsx';
import { PeriodChoice } from './period-choice.tsx';
import { bounds, presets, type Span, splitByMonths } from './presets.ts';
import { Room } from './room.tsx';
import { TypeChoice } from './type-choice.tsx';
import { useQueue, type Wanted } from './use-queue.ts';

/** `/stores/:storeId/reports/new` */
export function NewReport() {
  const { storeId } = useParams({ from: '/stores/$storeId/reports/new' });
  const { role, mayWrite } = useRole(storeId);
  return (
    <>
      <Text size="2">
        <Link to="/stores/$storeId/reports" params={{ storeId }}>
          ← Reports
        </Link>
      </Text>
      <Heading my="4">New report</Heading>
      {role !== undefined && !mayWrite ? (
        <Text color="gray">
          You may look at the reports of this store and download them. To request one, ask its owner for
          another role.
        </Text>
      ) : (
        <Request storeId={storeId} />
      )}
    </>
  );
}

function Request({ storeId }: { storeId: string }) {
  const [now] = useState(() => Date.now());
  const [type, setType] = useState<Wanted['type']>('PAYMENT_ACTIVITY');
  const [span, setSpan] = useState<Span | undefined>(() => presets(now)[0]?.span);
  const [files, setFiles] = useState<Pick<Wanted, 'formats' | 'formulaGuard'>>({ formats: ['CSV'], formulaGuard: true }); // prettier-ignore
  const parts = span ? splitByMonths(span) : [];
  const queue = useQueue(storeId);
  const generating = useQuery(reportCounts(storeId)).data?.generating ?? 0;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    queue.mutate(parts.map((part) => ({ type, ...files, ...bounds(part) })));
  };
  return (
    <form onSubmit={submit}>
      <TypeChoice value={type} choose={setType} />
      <PeriodChoice now={now} span={span} choose={setSpan} />
      <FilesChoice {...files} choose={setFiles} />
      <Room generating={generating} wanted={parts.length} />
      {queue.error && <Problem error={queue.error} />}
      <Button
        size="3"
        mt="4"
        loading={queue.isPending}
        disabled={parts.length === 0 || files.formats.length === 0 || generating + parts.length > AT_ONCE_MAX}
      >
        {parts.length > 1 ? `Generate ${parts.length} reports` : 'Generate report'}
      </Button>
    </form>
  );
}
