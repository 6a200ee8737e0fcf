import { isDaybookError } from '@daybook/client';
import { Button, Callout, Flex, Text } from '@radix-ui/themes';

/** What went wrong, in words for people, with what to do. `again` is behind a button. */
export function Problem({ error, again }: { error: unknown; again?: () => void }) {
  return (
    <Callout.Root color="red" role="alert" my="4">
      <Callout.Text>{sentenceOf(error)}</Callout.Text>
      <Flex gap="3" align="center">
        {again && (
          <Button size="1" variant="soft" color="red" onClick={again}>
            Try again
          </Button>
        )}
        {isDaybookError(error) && error.requestId && (
          <Text size="1" color="gray">
            For support: <span className="id">{error.requestId}</span>
          </Text>
        )}
      </Flex>
    </Callout.Root>
  );
}

function sentenceOf(error: unknown): string {
  if (!isDaybookError(error))
    return 'Something went wrong on this page. Reload it; if that does not help, tell support.';
  if (error.code === 'NO_ANSWER') return 'Daybook cannot be reached. Check your connection; nothing is lost.';
  if (error.code === 'TOO_SLOW') return 'Daybook took too long to answer. Try again in a moment.';
  if (error.code === 'RATE_LIMITED') return 'That was too much at once. Wait a moment, then try again.';
  if (error.code === 'NOT_FOUND') return 'There is nothing here, or it is not yours to see.';
  if (error.code === 'FORBIDDEN') return 'Your role in this store does not allow that. Ask its owner.';
  return error.message;
}
