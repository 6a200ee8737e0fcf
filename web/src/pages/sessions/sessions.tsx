import type { DataOf } from '@daybook/client';
import { Badge, Heading, Skeleton, Table, Text } from '@radix-ui/themes';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { daybook } from '../../app/daybook.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { Problem } from '../../parts/problem.tsx';
import { instantInWords } from '../../parts/words.ts';

type Session = DataOf<'GET /v2/auth/sessions'>['items'][number];

/** `/stores/:storeId/sessions`: where the person is signed in, whatever the store. */
export function Sessions() {
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: ['sessions'],
    queryFn: ({ signal }) => daybook.call('GET /v2/auth/sessions', { signal }),
  });
  const revoke = async (sessionId: string): Promise<void> => {
    await daybook.call('DELETE /v2/auth/sessions/{sessionId}', { path: { sessionId } });
    await queries.invalidateQueries({ queryKey: ['sessions'] });
  };
  if (error) return <Problem error={error} again={() => void refetch()} />;
  if (!data) return <Skeleton height="12rem" />;
  return (
    <>
      <Heading mb="2">Sessions</Heading>
      <Text as="p" color="gray" mb="4">
        Where you are signed in. End what you do not know, and tell whoever runs this Daybook.
      </Text>
      <Table.Root className="stacked">
        <Table.Header>
          <Table.Row>
            <Table.ColumnHeaderCell>Browser</Table.ColumnHeaderCell>
            <Table.ColumnHeaderCell>From</Table.ColumnHeaderCell>
            <Table.ColumnHeaderCell>Signed in</Table.ColumnHeaderCell>
            <Table.ColumnHeaderCell>Last used</Table.ColumnHeaderCell>
            <Table.ColumnHeaderCell>
              <span className="rt-VisuallyHidden">End</span>
            </Table.ColumnHeaderCell>
          </Table.Row>
        </Table.Header>
        <Table.Body>
          {data.items.map((session) => (
            <SessionRow key={session.id} session={session} revoke={() => revoke(session.id)} />
          ))}
        </Table.Body>
      </Table.Root>
    </>
  );
}

function SessionRow({ session, revoke }: { session: Session; revoke: () => Promise<void> }) {
  const device = session.device === '' ? 'unknown' : session.device;
  return (
    <Table.Row align="center">
      <Table.RowHeaderCell>
        <span className="long">{device}</span> {session.current && <Badge color="green">this one</Badge>}
      </Table.RowHeaderCell>
      <Table.Cell data-label="From">{session.ip}</Table.Cell>
      <Table.Cell data-label="Signed in">{instantInWords(session.createdAt)}</Table.Cell>
      <Table.Cell data-label="Last used">{instantInWords(session.lastUsedAt)}</Table.Cell>
      <Table.Cell className="figure">
        {!session.current && (
          <Confirm title="End this session?" action="End" of={`the session on ${device}`} run={revoke}>
            Whoever uses it has to sign in again.
          </Confirm>
        )}
      </Table.Cell>
    </Table.Row>
  );
}
