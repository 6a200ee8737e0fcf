import { Button, Card, Text } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { stranger } from '../../app/daybook.ts';

/** The way into the demo store, where this machine runs one. */
export function DemoLink() {
  const { data } = useQuery({
    queryKey: ['demo-link'],
    queryFn: ({ signal }) => stranger.call('GET /v2/auth/demo-link', { signal }),
  });
  const url = data?.url;
  if (!url) return null;
  return (
    <Card size="3">
      <Text as="p" mb="3">
        This Daybook runs on your own machine, with a demo store full of invented payments.
      </Text>
      <Button asChild size="3" variant="soft" style={{ width: '100%' }}>
        <a href={url}>Sign in to the demo store</a>
      </Button>
    </Card>
  );
}
