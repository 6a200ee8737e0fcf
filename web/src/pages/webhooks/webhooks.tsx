import { Heading } from '@radix-ui/themes';

/** `/stores/:storeId/webhooks` */
export function Webhooks() {
  return <Heading>Webhooks</Heading>;
}
