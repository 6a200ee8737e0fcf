import { Box, Flex, Progress, Text } from '@radix-ui/themes';
import { AT_ONCE_MAX } from '../reports/report-queries.ts';

/** How many of the reports that a store may have under way are taken, where that matters. */
export function Room({ generating, wanted }: { generating: number; wanted: number }) {
  const isTooMuch = generating + wanted > AT_ONCE_MAX;
  if (generating === 0 && !isTooMuch) return null;
  return (
    <Flex direction="column" gap="1" mt="5" style={{ maxWidth: '26rem' }}>
      <Text size="2" color="gray">
        {generating} of {AT_ONCE_MAX} reports at once are being generated
      </Text>
      <Box>
        <Progress
          aria-label="Reports being generated"
          value={(generating / AT_ONCE_MAX) * 100}
          color={isTooMuch ? 'amber' : 'indigo'}
        />
      </Box>
      {isTooMuch && (
        <Text size="2" color="amber" role="status">
          {generating >= AT_ONCE_MAX
            ? 'Wait for one of them to end.'
            : `There is room for ${AT_ONCE_MAX - generating} more: choose a shorter time, or wait.`}
        </Text>
      )}
    </Flex>
  );
}
