import { Box, Button, DropdownMenu, Flex, Select, Text } from '@radix-ui/themes';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, Outlet, useNavigate, useParams } from '@tanstack/react-router';
import { Problem } from '../parts/problem.tsx';
import { forgetSession, session } from './daybook.ts';
import { me } from './me.ts';
import { queries } from './queries.ts';
import { StoreNav } from './store-nav.tsx';

/** The frame of every page of a store: which store, where to, who. */
export function Shell() {
  const { storeId } = useParams({ from: '/stores/$storeId' });
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(me);
  const signOut = useMutation({
    mutationFn: () => session.end(),
    async onSuccess() {
      forgetSession();
      queries.clear();
      await navigate({ to: '/sign-in' });
    },
  });
  return (
    <Box>
      <header className="bar">
        <div className="bar-inner">
          <Flex align="center" justify="between" gap="4" pt="3">
            <Flex align="center" gap="3" minWidth="0">
              <Text weight="bold" size="4">
                Daybook
              </Text>
              {data && (
                <Select.Root
                  value={storeId}
                  onValueChange={(chosen) =>
                    void navigate({ to: '/stores/$storeId', params: { storeId: chosen } })
                  }
                >
                  <Select.Trigger variant="ghost" aria-label="Store" />
                  <Select.Content>
                    {data.stores.map((store) => (
                      <Select.Item key={store.id} value={store.id}>
                        {store.title}
                      </Select.Item>
                    ))}
                  </Select.Content>
                </Select.Root>
              )}
            </Flex>
            {data && (
              <DropdownMenu.Root>
                <DropdownMenu.Trigger>
                  <Button variant="ghost" color="gray" aria-label={`Account ${data.account.email}`}>
                    <Box display={{ initial: 'none', sm: 'block' }}>{data.account.email}</Box>
                    <Box display={{ sm: 'none' }}>Account</Box>
                    <DropdownMenu.TriggerIcon />
                  </Button>
                </DropdownMenu.Trigger>
                <DropdownMenu.Content>
                  <DropdownMenu.Item asChild>
                    <Link to="/stores/$storeId/sessions" params={{ storeId }}>
                      Sessions
                    </Link>
                  </DropdownMenu.Item>
                  <DropdownMenu.Item onSelect={() => signOut.mutate()}>Sign out</DropdownMenu.Item>
                </DropdownMenu.Content>
              </DropdownMenu.Root>
            )}
          </Flex>
          <StoreNav storeId={storeId} />
        </div>
      </header>
      <main className="page">
        {signOut.error && <Problem error={signOut.error} again={() => signOut.mutate()} />}
        {error ? <Problem error={error} again={() => void refetch()} /> : <Outlet />}
      </main>
    </Box>
  );
}
