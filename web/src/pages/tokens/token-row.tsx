import { Badge, Flex, Table, Text } from '@radix-ui/themes';
import { daybookOf } from '../../app/daybook.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { CopyId } from '../../parts/copy-id.tsx';
import { instantInWords } from '../../parts/words.ts';
import { PERMISSIONS } from './permissions.ts';
import type { NewToken, Token } from './tokens-query.ts';

/** One token in the list. */
export function TokenRow(props: {
  storeId: string;
  token: Token;
  changed: (made?: NewToken) => Promise<void>;
}) {
  const { storeId, token, changed } = props;
  const daybook = daybookOf(storeId);
  const path = { tokenId: token.id };
  const roll = async (): Promise<void> => {
    await changed(
      await daybook.call('POST /v2/stores/{storeId}/tokens/{tokenId}/roll-secret', { path, body: {} }),
    );
  };
  const remove = async (): Promise<void> => {
    await daybook.call('DELETE /v2/stores/{storeId}/tokens/{tokenId}', { path });
    await changed();
  };
  return (
    <Table.Row align="center">
      <Table.RowHeaderCell>
        {token.name}
        <Text as="p" size="1" color="gray">
          <CopyId value={token.id} />
        </Text>
      </Table.RowHeaderCell>
      <Table.Cell data-label="May">
        <Text as="p" size="2">
          {token.permissions.map((permission) => PERMISSIONS[permission].title).join(', ')}
        </Text>
        {token.mode === 'HMAC' && <Badge color="gray">{token.requireV2 ? 'signs, v2 only' : 'signs'}</Badge>}
      </Table.Cell>
      <Table.Cell data-label="Made">
        <Text as="p" size="2">
          {instantInWords(token.createdAt)}
        </Text>
        {token.expiresAt && (
          <Text as="p" size="1" color="gray">
            until {instantInWords(token.expiresAt)}
          </Text>
        )}
      </Table.Cell>
      <Table.Cell data-label="Last used">
        <Text size="2">{token.lastUsedAt ? instantInWords(token.lastUsedAt) : 'never'}</Text>
      </Table.Cell>
      <Table.Cell>
        <Flex gap="2" justify="end">
          <Confirm
            title={`A new secret for “${token.name}”?`}
            action="Roll secret"
            of={token.name}
            color="gray"
            run={roll}
          >
            The secret of now ends at once, everywhere. Programs that use it are refused until they have the
            new one.
          </Confirm>
          <Confirm title={`Delete “${token.name}”?`} action="Delete" of={token.name} run={remove}>
            It ends at once, everywhere, for good. What it did stays in the request log.
          </Confirm>
        </Flex>
      </Table.Cell>
    </Table.Row>
  );
}
