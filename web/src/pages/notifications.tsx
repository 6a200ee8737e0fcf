import { Card, Flex, Heading, Skeleton, Switch, Text } from '@radix-ui/themes';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { daybookOf } from '../app/daybook.ts';
import { useRole } from '../app/use-role.ts';
import { Problem } from '../parts/problem.tsx';

/** `/stores/:storeId/settings` */
export function Notifications() {
  const { storeId } = useParams({ from: '/stores/$storeId/settings' });
  const { mayAdminister } = useRole(storeId);
  const queries = useQueryClient();
  const queryKey = ['settings', storeId];
  const settings = useQuery({
    queryKey,
    queryFn: ({ signal }) => daybookOf(storeId).call('GET /v2/stores/{storeId}/settings', { signal }),
  });
  const save = useMutation({
    mutationFn: (reportReady: boolean) =>
      daybookOf(storeId).call('PUT /v2/stores/{storeId}/settings', {
        body: { notifications: { reportReady } },
      }),
    onSuccess: (saved) => queries.setQueryData(queryKey, saved),
  });
  if (settings.error) return <Problem error={settings.error} again={() => void settings.refetch()} />;
  if (!settings.data) return <Skeleton height="6rem" />;
  const isOn = save.isPending ? save.variables : settings.data.notifications.reportReady;
  return (
    <>
      <Heading mb="4">Notifications</Heading>
      <Card>
        <Flex asChild gap="4" align="center" justify="between">
          <label>
            <span>
              <Text as="p">E-mail when a report is ready or has failed</Text>
              <Text as="p" size="2" color="gray">
                To the owner of this store. For programs there are webhooks.
              </Text>
            </span>
            <Switch
              checked={isOn}
              disabled={!mayAdminister}
              onCheckedChange={(checked) => save.mutate(checked)}
            />
          </label>
        </Flex>
      </Card>
      {!mayAdminister && (
        <Text as="p" size="2" color="gray" mt="2">
          Administrators and the owner may change this.
        </Text>
      )}
      <Text as="p" size="2" color="gray" mt="2" role="status">
        {save.isSuccess ? 'Saved.' : ''}
      </Text>
      {save.error && <Problem error={save.error} />}
    </>
  );
}
