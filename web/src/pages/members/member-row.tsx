import { Table, Text } from '@radix-ui/themes';
import { useMutation } from '@tanstack/react-query';
import { daybookOf } from '../../app/daybook.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { Problem } from '../../parts/problem.tsx';
import { instantInWords } from '../../parts/words.ts';
import { RoleChoice } from './role-choice.tsx';
import type { GivenRole, Member } from './roles.ts';

/** One member in the list. */
export function MemberRow(props: { storeId: string; member: Member; changed: () => Promise<void> }) {
  const { storeId, member, changed } = props;
  const path = { accountId: member.accountId };
  const change = useMutation({
    mutationFn: (role: GivenRole) =>
      daybookOf(storeId).call('PATCH /v2/stores/{storeId}/members/{accountId}', { path, body: { role } }),
    onSuccess: changed,
  });
  const remove = async (): Promise<void> => {
    await daybookOf(storeId).call('DELETE /v2/stores/{storeId}/members/{accountId}', { path });
    await changed();
  };
  return (
    <Table.Row align="center">
      <Table.RowHeaderCell>
        <span className="long">{member.email}</span>
      </Table.RowHeaderCell>
      <Table.Cell data-label="Role">
        {member.role === 'OWNER' ? (
          <Text>Owner: everything</Text>
        ) : (
          <RoleChoice value={member.role} of={member.email} choose={(role) => change.mutate(role)} />
        )}
        {change.error && <Problem error={change.error} />}
      </Table.Cell>
      <Table.Cell data-label="Since">{instantInWords(member.createdAt)}</Table.Cell>
      <Table.Cell className="figure">
        {member.role !== 'OWNER' && (
          <Confirm title={`Remove ${member.email}?`} action="Remove" of={member.email} run={remove}>
            They see nothing of this store from then on. Reports that they requested stay.
          </Confirm>
        )}
      </Table.Cell>
    </Table.Row>
  );
}
