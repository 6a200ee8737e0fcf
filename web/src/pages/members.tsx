import { Heading } from '@radix-ui/themes';

/** `/stores/:storeId/members` */
export function Members() {
  return <Heading>Members</Heading>;
}
