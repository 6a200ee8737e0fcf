import { Button, Flex, Text } from '@radix-ui/themes';
import { countInWords } from './words.ts';

type Pagination = { page: number; total: number; totalPages: number };

/** Which page of a list this is, and the ways to the ones before and after. */
export function Pages({ pagination, go }: { pagination: Pagination; go: (page: number) => void }) {
  const { page, total, totalPages } = pagination;
  if (totalPages <= 1) return null;
  return (
    <Flex align="center" justify="between" mt="4" gap="3">
      <Text size="2" color="gray">
        Page {page} of {countInWords(totalPages)}, {countInWords(total)} in all
      </Text>
      <Flex gap="2">
        <Button variant="soft" color="gray" disabled={page <= 1} onClick={() => go(page - 1)}>
          Newer
        </Button>
        <Button variant="soft" color="gray" disabled={page >= totalPages} onClick={() => go(page + 1)}>
          Older
        </Button>
      </Flex>
    </Flex>
  );
}
