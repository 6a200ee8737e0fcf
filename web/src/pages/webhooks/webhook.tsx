import { Heading } from '@radix-ui/themes';

/** `/stores/:storeId/webhooks/:endpointId` */
export function WebhookPage() {
  return <Heading>Webhook</Heading>;
}
