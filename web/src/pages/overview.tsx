import { Heading } from '@radix-ui/themes';

/** `/stores/:storeId` */
export function Overview() {
  return <Heading>Overview</Heading>;
}
