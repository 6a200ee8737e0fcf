import { Heading } from '@radix-ui/themes';

/** `/stores/:storeId/sessions` */
export function Sessions() {
  return <Heading>Sessions</Heading>;
}
