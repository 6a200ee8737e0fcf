import { Card, Text } from '@radix-ui/themes';
import { Copyable, Secret } from '../../parts/secret.tsx';
import type { NewToken } from './tokens-query.ts';

/** The secret of a token that was just made or rolled, and a line that tries it. */
export function NewSecret({ storeId, token }: { storeId: string; token: NewToken }) {
  const url = `${location.origin}/v2/core/stores/${storeId}/reports?limit=1`;
  return (
    <Card mb="4">
      <Secret value={token.secret} name={`“${token.name}”`} />
      {token.mode === 'BEARER' ? (
        <>
          <Text as="p" size="2" mb="2">
            Try it in a terminal:
          </Text>
          <Copyable value={`curl -H 'Authorization: Bearer ${token.secret}' '${url}'`} what="the command" />
        </>
      ) : (
        <Text as="p" size="2">
          Requests are signed with it and carry <code>{token.id}</code> in its place. The client and the
          command sign by themselves.
        </Text>
      )}
    </Card>
  );
}
