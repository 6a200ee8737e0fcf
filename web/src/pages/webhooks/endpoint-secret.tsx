import { Card, Text } from '@radix-ui/themes';
import { Secret } from '../../parts/secret.tsx';

/** The secret of an endpoint that was just made or rolled, and what it is for. */
export function EndpointSecret({ secret, url }: { secret: string; url: string }) {
  return (
    <Card mb="4">
      <Secret value={secret} name={url} />
      <Text as="p" size="2">
        Messages are signed with it as Standard Webhooks say: check each one with <code>verifyWebhook()</code>{' '}
        of the client, or with any library for Standard Webhooks, before you believe it.
      </Text>
    </Card>
  );
}
