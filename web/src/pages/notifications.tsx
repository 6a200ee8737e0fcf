import { Heading } from '@radix-ui/themes';

/** `/stores/:storeId/settings` */
export function Notifications() {
  return <Heading>Notifications</Heading>;
}
