import { Heading } from '@radix-ui/themes';

/** `/stores/:storeId/tokens` */
export function Tokens() {
  return <Heading>API tokens</Heading>;
}
