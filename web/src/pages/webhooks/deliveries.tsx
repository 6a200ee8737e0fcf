import { Badge, Heading, Skeleton, Table, Text } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Pages } from '../../parts/pages.tsx';
import { Problem } from '../../parts/problem.tsx';
import { instantInWords } from '../../parts/words.ts';
import { deliveriesOf, type Delivery, EVENT_TITLES } from './webhook-queries.ts';

const STATES = {
  PENDING: { color: 'amber', title: 'Under way' },
  DELIVERED: { color: 'green', title: 'Delivered' },
  FAILED: { color: 'red', title: 'Given up' },
} as const;

const FAILURES: Readonly<Record<NonNullable<Delivery['lastFailure']>, string>> = {
  ADDRESS_REFUSED: 'leads to an address that is not public',
  TIMEOUT: 'no answer in time',
  TLS: 'its certificate is not trusted',
  UNREACHABLE: 'could not be reached',
};

/** What an endpoint was told, and how it answered. */
export function Deliveries({ storeId, endpointId }: { storeId: string; endpointId: string }) {
  const [page, setPage] = useState(1);
  const { data, error, refetch } = useQuery(deliveriesOf(storeId, endpointId, page));
  return (
    <>
      <Heading as="h2" size="3" mb="2">
        Deliveries of the last 30 days
      </Heading>
      {error && <Problem error={error} again={() => void refetch()} />}
      {!data && !error && <Skeleton height="8rem" />}
      {data?.items.length === 0 && (
        <Text as="p" color="gray" my="6">
          Nothing yet. Send a test to see whether it arrives.
        </Text>
      )}
      {data && data.items.length > 0 && (
        <Table.Root className="stacked">
          <Table.Header>
            <Table.Row>
              <Table.ColumnHeaderCell>What</Table.ColumnHeaderCell>
              <Table.ColumnHeaderCell>State</Table.ColumnHeaderCell>
              <Table.ColumnHeaderCell>Last answer</Table.ColumnHeaderCell>
              <Table.ColumnHeaderCell>Tries</Table.ColumnHeaderCell>
              <Table.ColumnHeaderCell>When</Table.ColumnHeaderCell>
            </Table.Row>
          </Table.Header>
          <Table.Body>
            {data.items.map((delivery) => (
              <DeliveryRow key={delivery.id} storeId={storeId} delivery={delivery} />
            ))}
          </Table.Body>
        </Table.Root>
      )}
      {data && <Pages pagination={data.pagination} go={setPage} />}
    </>
  );
}

function DeliveryRow({ storeId, delivery }: { storeId: string; delivery: Delivery }) {
  const { eventType, reportId, status, attempts, nextAttemptAt, createdAt } = delivery;
  const { color, title } = STATES[status];
  return (
    <Table.Row align="center">
      <Table.RowHeaderCell>
        {EVENT_TITLES[eventType]}
        {reportId && (
          <Text as="p" size="1">
            <Link to="/stores/$storeId/reports/$reportId" params={{ storeId, reportId }}>
              <span className="id">{reportId}</span>
            </Link>
          </Text>
        )}
      </Table.RowHeaderCell>
      <Table.Cell data-label="State">
        <Badge color={color}>{title}</Badge>
      </Table.Cell>
      <Table.Cell data-label="Last answer">{answerOf(delivery)}</Table.Cell>
      <Table.Cell data-label="Tries">
        <Text as="p">{attempts}</Text>
        {nextAttemptAt && attempts > 0 && (
          <Text as="p" size="1" color="gray">
            again at {instantInWords(nextAttemptAt)}
          </Text>
        )}
      </Table.Cell>
      <Table.Cell data-label="When">{instantInWords(createdAt)}</Table.Cell>
    </Table.Row>
  );
}

function answerOf({ lastStatus, lastFailure, lastDurationMs }: Delivery): string {
  const took = lastDurationMs === null ? '' : ` after ${lastDurationMs} ms`;
  if (lastStatus !== null) return `${lastStatus}${took}`;
  return lastFailure === null ? '–' : `${FAILURES[lastFailure]}${took}`;
}
