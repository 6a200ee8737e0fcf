import { Badge, Flex, Heading, Skeleton, Table, Text } from '@radix-ui/themes';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useRole } from '../../app/use-role.ts';
import { NotYourRole } from '../../parts/not-your-role.tsx';
import { Problem } from '../../parts/problem.tsx';
import { instantInWords } from '../../parts/words.ts';
import { AddEndpoint } from './add-endpoint.tsx';
import { EndpointSecret } from './endpoint-secret.tsx';
import { type Endpoint, endpointsOf, EVENT_TITLES, type NewEndpoint } from './webhook-queries.ts';

/** `/stores/:storeId/webhooks` */
export function Webhooks() {
  const { storeId } = useParams({ from: '/stores/$storeId/webhooks' });
  const { role, mayDevelop } = useRole(storeId);
  return (
    <>
      {role !== undefined && !mayDevelop && (
        <>
          <Heading mb="4">Webhooks</Heading>
          <NotYourRole what="Webhooks tell programs of reports. They are for developers and up." />
        </>
      )}
      {mayDevelop && <EndpointsOf storeId={storeId} />}
    </>
  );
}

function EndpointsOf({ storeId }: { storeId: string }) {
  const { data, error, refetch } = useQuery(endpointsOf(storeId));
  const queries = useQueryClient();
  const [made, setMade] = useState<NewEndpoint>();
  const added = async (endpoint: NewEndpoint): Promise<void> => {
    setMade(endpoint);
    await queries.invalidateQueries({ queryKey: ['webhooks', storeId] });
  };
  return (
    <>
      <Flex justify="between" align="center" mb="4" gap="3">
        <Heading>Webhooks</Heading>
        <AddEndpoint storeId={storeId} done={added} />
      </Flex>
      {made?.secret && <EndpointSecret secret={made.secret} url={made.url} />}
      {error && <Problem error={error} again={() => void refetch()} />}
      {!data && !error && <Skeleton height="8rem" />}
      {data?.items.length === 0 && (
        <Text as="p" color="gray" align="center" my="9">
          No endpoints yet. Add the address of a program that wants to be told when a report is ready, rather
          than ask again and again.
        </Text>
      )}
      {data && data.items.length > 0 && <EndpointTable storeId={storeId} endpoints={data.items} />}
    </>
  );
}

function EndpointTable({ storeId, endpoints }: { storeId: string; endpoints: readonly Endpoint[] }) {
  return (
    <Table.Root className="stacked">
      <Table.Header>
        <Table.Row>
          <Table.ColumnHeaderCell>Address</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell>Is told</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell>State</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell>Added</Table.ColumnHeaderCell>
        </Table.Row>
      </Table.Header>
      <Table.Body>
        {endpoints.map((endpoint) => (
          <Table.Row key={endpoint.id} align="center">
            <Table.RowHeaderCell>
              <Link to="/stores/$storeId/webhooks/$endpointId" params={{ storeId, endpointId: endpoint.id }}>
                <span className="long">{endpoint.url}</span>
              </Link>
              <Text as="p" size="1" color="gray">
                {endpoint.note}
              </Text>
            </Table.RowHeaderCell>
            <Table.Cell data-label="Is told">
              {endpoint.eventTypes.map((type) => EVENT_TITLES[type]).join('; ')}
            </Table.Cell>
            <Table.Cell data-label="State">
              {endpoint.goneAt ? <Badge color="red">Gone</Badge> : <Badge color="green">In use</Badge>}
            </Table.Cell>
            <Table.Cell data-label="Added">{instantInWords(endpoint.createdAt)}</Table.Cell>
          </Table.Row>
        ))}
      </Table.Body>
    </Table.Root>
  );
}
