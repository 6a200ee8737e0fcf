import { Card, Flex, Heading, Spinner, Text } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { Link, Navigate } from '@tanstack/react-router';
import { me } from '../app/me.ts';
import { Problem } from '../parts/problem.tsx';

/** `/`: the only store at once, or the choice of several. */
export function Home() {
  const { data, error, refetch } = useQuery(me);
  if (error) return <Problem error={error} again={() => void refetch()} />;
  if (!data) return <Spinner />;
  const [only, ...others] = data.stores;
  if (only && others.length === 0)
    return <Navigate to="/stores/$storeId" params={{ storeId: only.id }} replace />;
  return (
    <main className="page">
      <Heading mb="4">Your stores</Heading>
      {!only && <Text color="gray">You are a member of no store yet. Ask the owner of one to add you.</Text>}
      <div className="cards">
        {data.stores.map((store) => (
          <Card key={store.id} asChild>
            <Link to="/stores/$storeId" params={{ storeId: store.id }}>
              <Flex direction="column">
                <Text weight="medium">{store.title}</Text>
                <Text size="2" color="gray">
                  {store.handle} · {store.role.toLowerCase()}
                </Text>
              </Flex>
            </Link>
          </Card>
        ))}
      </div>
    </main>
  );
}
