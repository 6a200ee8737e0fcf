import type { Report } from '@daybook/client';
import { Card, Code, Flex, Grid, Heading, Progress, Skeleton, Table, Text } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { CopyId } from '../../parts/copy-id.tsx';
import { Problem } from '../../parts/problem.tsx';
import { StatusPill } from '../../parts/status-pill.tsx';
import { countInWords, instantInWords, periodInWords, sizeInWords, TYPE_TITLES } from '../../parts/words.ts';
import { ReportActions } from './report-actions.tsx';
import { ReportManifest } from './report-manifest.tsx';
import { isUnderWay, oneReport } from './report-queries.ts';

/** `/stores/:storeId/reports/:reportId` */
export function ReportPage() {
  const { storeId, reportId } = useParams({ from: '/stores/$storeId/reports/$reportId' });
  const { data: report, error, refetch } = useQuery(oneReport(storeId, reportId));
  if (error) return <Problem error={error} again={() => void refetch()} />;
  if (!report) return <Skeleton height="10rem" />;
  return (
    <>
      <Text size="2">
        <Link to="/stores/$storeId/reports" params={{ storeId }}>
          ← Reports
        </Link>
      </Text>
      <Flex justify="between" align="start" gap="4" my="4" wrap="wrap">
        <div>
          <Flex align="center" gap="3">
            <Heading>{TYPE_TITLES[report.type]}</Heading>
            <StatusPill report={report} />
          </Flex>
          <Text color="gray">{periodInWords(report)}</Text>
        </div>
        <ReportActions storeId={storeId} report={report} size="2" />
      </Flex>
      {isUnderWay(report) && <UnderWay report={report} />}
      {report.status === 'FAILED' && report.errorCode !== 'CANCELED' && (
        <Text as="p" color="red" role="alert" mb="4">
          {report.errorMessage}
        </Text>
      )}
      <Grid columns={{ initial: '1', md: '2' }} gap="4">
        <Card>
          <Heading size="3" mb="3">
            What happened
          </Heading>
          <Timeline report={report} />
        </Card>
        <Card>
          <Heading size="3" mb="3">
            About
          </Heading>
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
            <dd>
              {report.formulaGuard ? 'on: safe to open in a spreadsheet' : 'off: cells exactly as they came'}
            </dd>
            <dt>Kept until</dt>
            <dd>{instantInWords(report.expiresAt)}</dd>
          </dl>
        </Card>
      </Grid>
      {report.files.length > 0 && <Files report={report} />}
      {report.status === 'SUCCEEDED' && <ReportManifest storeId={storeId} reportId={report.id} />}
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

function Timeline({ report }: { report: Report }) {
  const took = report.durationMs === null ? '' : `, after ${(report.durationMs / 1_000).toFixed(1)} s`;
  const tries = report.attempts > 1 ? ` (try ${report.attempts})` : '';
  const steps = [
    ['Requested', report.createdAt, report.requestedByTokenId ? 'by a program' : 'in the dashboard'],
    ['Started', report.startedAt, tries],
    ['State of the data', report.asOf, ''],
    [report.status === 'FAILED' ? 'Ended' : 'Ready', report.completedAt, took],
  ] as const;
  return (
    <dl className="facts">
      {steps.map(
        ([what, at, more]) =>
          at !== null && (
            <div key={what} style={{ display: 'contents' }}>
              <dt>{what}</dt>
              <dd>
                {instantInWords(at)} <Text color="gray">{more}</Text>
              </dd>
            </div>
          ),
      )}
    </dl>
  );
}

function Files({ report }: { report: Report }) {
  return (
    <Table.Root mt="4">
      <Table.Header>
        <Table.Row>
          <Table.ColumnHeaderCell>File</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell className="figure">Rows</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell className="figure">Size</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell>SHA-256</Table.ColumnHeaderCell>
        </Table.Row>
      </Table.Header>
      <Table.Body>
        {report.files.map(({ format, sizeBytes, sha256 }) => (
          <Table.Row key={format}>
            <Table.RowHeaderCell>{format}</Table.RowHeaderCell>
            <Table.Cell className="figure">{countInWords(report.rowCount ?? 0)}</Table.Cell>
            <Table.Cell className="figure">{sizeInWords(sizeBytes)}</Table.Cell>
            <Table.Cell>
              <CopyId value={sha256} shown={`${sha256.slice(0, 16)}…`} />
            </Table.Cell>
          </Table.Row>
        ))}
      </Table.Body>
    </Table.Root>
  );
}
