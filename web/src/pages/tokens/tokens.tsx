import { Flex, Heading, Skeleton, Table, Text } from '@radix-ui/themes';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useRole } from '../../app/use-role.ts';
import { NotYourRole } from '../../parts/not-your-role.tsx';
import { Problem } from '../../parts/problem.tsx';
import { MintToken } from './mint-token.tsx';
import { NewSecret } from './new-secret.tsx';
import { TokenRow } from './token-row.tsx';
import { type NewToken, tokensOf } from './tokens-query.ts';

/** `/stores/:storeId/tokens` */
export function Tokens() {
  const { storeId } = useParams({ from: '/stores/$storeId/tokens' });
  const { role, mayDevelop } = useRole(storeId);
  return (
    <>
      {role !== undefined && !mayDevelop && (
        <>
          <Heading mb="4">API tokens</Heading>
          <NotYourRole what="Tokens let programs read this store. They are for developers and up." />
        </>
      )}
      {mayDevelop && <TokensOf storeId={storeId} />}
    </>
  );
}

function TokensOf({ storeId }: { storeId: string }) {
  const { data, error, refetch } = useQuery(tokensOf(storeId));
  const queries = useQueryClient();
  const [made, setMade] = useState<NewToken>();
  const changed = async (token?: NewToken): Promise<void> => {
    setMade(token);
    await queries.invalidateQueries({ queryKey: ['tokens', storeId] });
  };
  return (
    <>
      <Flex justify="between" align="center" mb="4" gap="3">
        <Heading>API tokens</Heading>
        <MintToken storeId={storeId} done={changed} />
      </Flex>
      {made && <NewSecret storeId={storeId} token={made} />}
      {error && <Problem error={error} again={() => void refetch()} />}
      {!data && !error && <Skeleton height="8rem" />}
      {data?.items.length === 0 && (
        <Text as="p" color="gray" align="center" my="9">
          No tokens yet. A program needs one to queue reports and download them.
        </Text>
      )}
      {data && data.items.length > 0 && (
        <Table.Root className="stacked">
          <Table.Header>
            <Table.Row>
              <Table.ColumnHeaderCell>Token</Table.ColumnHeaderCell>
              <Table.ColumnHeaderCell>May</Table.ColumnHeaderCell>
              <Table.ColumnHeaderCell>Made</Table.ColumnHeaderCell>
              <Table.ColumnHeaderCell>Last used</Table.ColumnHeaderCell>
              <Table.ColumnHeaderCell>
                <span className="rt-VisuallyHidden">Change</span>
              </Table.ColumnHeaderCell>
            </Table.Row>
          </Table.Header>
          <Table.Body>
            {data.items.map((token) => (
              <TokenRow key={token.id} storeId={storeId} token={token} changed={changed} />
            ))}
          </Table.Body>
        </Table.Root>
      )}
    </>
  );
}
