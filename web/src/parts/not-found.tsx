import { Flex, Heading, Text } from '@radix-ui/themes';
import { Link } from '@tanstack/react-router';

/** For an address that leads nowhere. */
export function NotFound() {
  return (
    <Flex direction="column" gap="3" align="center" mt="9" p="4">
      <Heading>There is nothing here</Heading>
      <Text color="gray">
        Go to <Link to="/">your stores</Link>.
      </Text>
    </Flex>
  );
}
