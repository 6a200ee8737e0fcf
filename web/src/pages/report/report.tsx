import type { Report } from '@daybook/client';
import { Callout, Card, Code, Flex, Grid, Heading, Progress, Skeleton, Text } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useRole } from '../../app/use-role.ts';
import { CopyId } from '../../parts/copy-id.tsx';
import { Problem } from '../../parts/problem.tsx';
import { StatusPill } from '../../parts/status-pill.tsx';
import { REPORT_TITLES } from '../../parts/report-titles.ts';
import { countInWords, instantInWords, periodInWords } from '../../parts/words.ts';
import { ReportActions } from '../reports/report-actions.tsx';
import { isUnderWay, oneReport } from '../reports/report-queries.ts';
import { Downloads } from './downloads.tsx';
import { Files } from './files.tsx';
import { Manifest } from './manifest.tsx';
import { Timeline } from './timeline.tsx';

/** `/stores/:storeId/reports/:reportId` */
export function ReportPage() {
  const { storeId, reportId } = useParams({ from: '/stores/$storeId/reports/$reportId' });
  const { data: report, error, refetch } = useQuery(oneReport(storeId, reportId));
  const { mayDevelop } = useRole(storeId);
  if (error) return <Problem error={error} again={() => void refetch()} />;
  if (!report) return <Skeleton height="10rem" />;
  return (
    <>
      <Head storeId={storeId} report={report} />
      {isUnderWay(report) && <UnderWay report={report} />}
      {report.status === 'FAILED' && report.errorCode !== 'CANCELED' && (
        <Callout.Root color="red" mb="4">
          <Callout.Text>{report.errorMessage}</Callout.Text>
        </Callout.Root>
      )}
      <Grid columns={{ initial: '1', md: '2' }} gap="4">
        <Card>
          <Heading as="h2" size="3" mb="3">
            What happened
          </Heading>
          <Timeline storeId={storeId} report={report} />
        </Card>
        <Card>
          <Heading as="h2" size="3" mb="3">
            About
          </Heading>
          <About report={report} />
        </Card>
      </Grid>
      {report.files.length > 0 && <Files report={report} />}
      {report.status === 'SUCCEEDED' && <Manifest storeId={storeId} reportId={report.id} />}
      {report.status === 'SUCCEEDED' && mayDevelop && <Downloads storeId={storeId} reportId={report.id} />}
    </>
  );
}

function Head({ storeId, report }: { storeId: string; report: Report }) {
  return (
    <>
      <Text size="2">
        <Link to="/stores/$storeId/reports" params={{ storeId }}>
          ← Reports
        </Link>
      </Text>
      <Flex justify="between" align="start" gap="4" my="4" wrap="wrap">
        <div>
          <Flex align="center" gap="3" wrap="wrap">
            <Heading>{REPORT_TITLES[report.type]}</Heading>
            <StatusPill report={report} />
          </Flex>
          <Text color="gray">{periodInWords(report)}</Text>
        </div>
        <ReportActions storeId={storeId} report={report} size="2" />
      </Flex>
    </>
  );
}

function UnderWay({ report }: { report: Report }) {
  return (
    <Card mb="4">
      <Text role="status" as="p" mb="2">
        {report.status === 'PENDING'
          ? 'Waiting for its turn …'
          : `${countInWords(report.rowsWritten ?? 0)} rows so far …`}
      </Text>
      <Progress aria-label="Generating" />
    </Card>
  );
}

function About({ report }: { report: Report }) {
  return (
    <dl className="facts">
      <dt>Reference</dt>
      <dd>
        <CopyId value={report.id} />
      </dd>
      <dt>Columns</dt>
      <dd>
        <Code variant="ghost">{report.schemaVersion}</Code>
      </dd>
      <dt>Formula guard</dt>
      <dd>{report.formulaGuard ? 'on: safe to open in a spreadsheet' : 'off: cells exactly as they came'}</dd>
      <dt>Kept until</dt>
      <dd>{instantInWords(report.expiresAt)}</dd>
    </dl>
  );
}
