import { Heading } from '@radix-ui/themes';

/** `/verify` */
export function Verify() {
  return <Heading>Verify a file</Heading>;
}
