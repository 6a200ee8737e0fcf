import { Heading } from '@radix-ui/themes';

/** `/stores/:storeId/api-logs` */
export function RequestLog() {
  return <Heading>Request log</Heading>;
}
