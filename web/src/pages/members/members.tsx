import { Flex, Heading, Skeleton, Table } from '@radix-ui/themes';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { daybookOf } from '../../app/daybook.ts';
import { useRole } from '../../app/use-role.ts';
import { NotYourRole } from '../../parts/not-your-role.tsx';
import { Problem } from '../../parts/problem.tsx';
import { AddMember } from './add-member.tsx';
import { MemberRow } from './member-row.tsx';

/** `/stores/:storeId/members` */
export function Members() {
  const { storeId } = useParams({ from: '/stores/$storeId/members' });
  const { role, mayAdminister } = useRole(storeId);
  return (
    <>
      {role !== undefined && !mayAdminister && (
        <>
          <Heading mb="4">Members</Heading>
          <NotYourRole what="Who sees this store is for its administrators and its owner." />
        </>
      )}
      {mayAdminister && <MembersOf storeId={storeId} />}
    </>
  );
}

function MembersOf({ storeId }: { storeId: string }) {
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: ['members', storeId],
    queryFn: ({ signal }) => daybookOf(storeId).call('GET /v2/stores/{storeId}/members', { signal }),
  });
  const changed = () => queries.invalidateQueries({ queryKey: ['members', storeId] });
  return (
    <>
      <Flex justify="between" align="center" mb="4" gap="3">
        <Heading>Members</Heading>
        <AddMember storeId={storeId} done={changed} />
      </Flex>
      {error && <Problem error={error} again={() => void refetch()} />}
      {!data && !error && <Skeleton height="8rem" />}
      {data && (
        <Table.Root className="stacked">
          <Table.Header>
            <Table.Row>
              <Table.ColumnHeaderCell>Member</Table.ColumnHeaderCell>
              <Table.ColumnHeaderCell>Role</Table.ColumnHeaderCell>
              <Table.ColumnHeaderCell>Since</Table.ColumnHeaderCell>
              <Table.ColumnHeaderCell>
                <span className="rt-VisuallyHidden">Remove</span>
              </Table.ColumnHeaderCell>
            </Table.Row>
          </Table.Header>
          <Table.Body>
            {data.items.map((member) => (
              <MemberRow key={member.accountId} storeId={storeId} member={member} changed={changed} />
            ))}
          </Table.Body>
        </Table.Root>
      )}
    </>
  );
}
