import { Badge, Button, Callout, Flex, Heading, Skeleton, Text } from '@radix-ui/themes';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { daybookOf } from '../../app/daybook.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { NotFound } from '../../parts/not-found.tsx';
import { Problem } from '../../parts/problem.tsx';
import { instantInWords } from '../../parts/words.ts';
import { Deliveries } from './deliveries.tsx';
import { EndpointSecret } from './endpoint-secret.tsx';
import { type Endpoint, endpointsOf } from './webhook-queries.ts';

/** `/stores/:storeId/webhooks/:endpointId` */
export function WebhookPage() {
  const { storeId, endpointId } = useParams({ from: '/stores/$storeId/webhooks/$endpointId' });
  const { data, error, refetch } = useQuery(endpointsOf(storeId));
  if (error) return <Problem error={error} again={() => void refetch()} />;
  if (!data) return <Skeleton height="12rem" />;
  const endpoint = data.items.find(({ id }) => id === endpointId);
  if (!endpoint) return <NotFound />;
  return (
    <>
      <Text size="2">
        <Link to="/stores/$storeId/webhooks" params={{ storeId }}>
          ← Webhooks
        </Link>
      </Text>
      <EndpointHead storeId={storeId} endpoint={endpoint} />
      <Deliveries storeId={storeId} endpointId={endpoint.id} />
    </>
  );
}

function EndpointHead({ storeId, endpoint }: { storeId: string; endpoint: Endpoint }) {
  const [secret, setSecret] = useState<string | null>(null);
  const { test, roll, remove } = useEndpoint(storeId, endpoint.id, setSecret);
  return (
    <>
      <Flex justify="between" align="start" gap="4" my="4" wrap="wrap">
        <div>
          <Heading size="5" className="long">
            {endpoint.url}
          </Heading>
          <Text as="p" color="gray">
            {endpoint.note}
          </Text>
          {endpoint.previousSecretUntil && (
            <Badge color="amber">
              the old secret signs too, until {instantInWords(endpoint.previousSecretUntil)}
            </Badge>
          )}
        </div>
        <Flex gap="2" align="center" wrap="wrap">
          {!endpoint.goneAt && (
            <Button size="1" variant="soft" loading={test.isPending} onClick={() => test.mutate()}>
              Send a test
            </Button>
          )}
          <Confirm title="A new secret?" action="Roll secret" of="of this endpoint" color="gray" run={roll}>
            For a day messages are signed with both, so that the program can change over without missing one.
          </Confirm>
          <Confirm title="Delete this endpoint?" action="Delete" of="this endpoint" run={remove}>
            It is told nothing more, and what it was told is forgotten.
          </Confirm>
        </Flex>
      </Flex>
      {test.error && <Problem error={test.error} />}
      {secret && <EndpointSecret secret={secret} url={endpoint.url} />}
      {endpoint.goneAt && (
        <Callout.Root color="red" mb="4">
          <Callout.Text>
            It answered 410 Gone on {instantInWords(endpoint.goneAt)} and is told nothing since. If it is
            there again, delete it and add it anew.
          </Callout.Text>
        </Callout.Root>
      )}
    </>
  );
}

/** What can be done with an endpoint. `shown` gets a new secret. */
function useEndpoint(storeId: string, endpointId: string, shown: (secret: string | null) => void) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const daybook = daybookOf(storeId);
  const path = { endpointId };
  const changed = () => queries.invalidateQueries({ queryKey: ['webhooks', storeId] });
  const test = useMutation({
    mutationFn: () => daybook.call('POST /v2/stores/{storeId}/webhooks/{endpointId}/test', { path }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['deliveries', storeId, endpointId] }),
  });
  return {
    test,
    async roll(): Promise<void> {
      const rolled = await daybook.call('POST /v2/stores/{storeId}/webhooks/{endpointId}/roll-secret', { path }); // prettier-ignore
      shown(rolled.secret);
      await changed();
    },
    async remove(): Promise<void> {
      await daybook.call('DELETE /v2/stores/{storeId}/webhooks/{endpointId}', { path });
      await navigate({ to: '/stores/$storeId/webhooks', params: { storeId } });
      await changed();
    },
  };
}
