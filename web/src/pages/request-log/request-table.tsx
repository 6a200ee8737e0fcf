import { Badge, Table, Text } from '@radix-ui/themes';
import { usePeople } from '../../parts/people.ts';
import { instantInWords } from '../../parts/words.ts';
import type { ApiRequest } from './request-log.tsx';

/** What programs asked for, newest first. */
export function RequestTable({ storeId, requests }: { storeId: string; requests: readonly ApiRequest[] }) {
  const nameOf = usePeople(storeId);
  return (
    <Table.Root size="1" className="stacked">
      <Table.Header>
        <Table.Row>
          <Table.ColumnHeaderCell>Request</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell>Answer</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell className="figure">Took</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell>Who</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell>From</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell>When</Table.ColumnHeaderCell>
        </Table.Row>
      </Table.Header>
      <Table.Body>
        {requests.map((request) => (
          <Table.Row key={request.id} align="center">
            <Table.RowHeaderCell>
              <span className="id long">
                {request.method} {request.path.replace(/^\/v2\/core\/stores\/[^/]+/, '')}
              </span>
            </Table.RowHeaderCell>
            <Table.Cell data-label="Answer">
              <Badge color={colorOf(request.status)}>{request.status}</Badge>
            </Table.Cell>
            <Table.Cell data-label="Took" className="figure">
              {request.durationMs} ms
            </Table.Cell>
            <Table.Cell data-label="Who">{nameOf({ tokenId: request.tokenId, accountId: null })}</Table.Cell>
            <Table.Cell data-label="From">{request.ip ?? '–'}</Table.Cell>
            <Table.Cell data-label="When">
              <Text title={request.requestId}>{instantInWords(request.at)}</Text>
            </Table.Cell>
          </Table.Row>
        ))}
      </Table.Body>
    </Table.Root>
  );
}

function colorOf(status: number): 'green' | 'amber' | 'red' {
  if (status < 400) return 'green';
  return status < 500 ? 'amber' : 'red';
}
