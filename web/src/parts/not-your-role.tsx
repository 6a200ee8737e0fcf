import { Text } from '@radix-ui/themes';

/** For a page that the person's role does not open. */
export function NotYourRole({ what }: { what: string }) {
  return (
    <Text as="p" color="gray">
      {what} Ask the store’s owner for that role.
    </Text>
  );
}
