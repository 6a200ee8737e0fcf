import { Button, Card, Flex, Progress, Text } from '@radix-ui/themes';
import { countInWords, sizeInWords } from '../../parts/words.ts';

/** How far a check is, and the way out of it. */
export function Checking({
  bytes,
  rows,
  totalBytes,
  cancel,
}: {
  bytes: number;
  rows: number;
  totalBytes: number;
  cancel: () => void;
}) {
  return (
    <Card size="2">
      <Flex justify="between" align="center" gap="4" mb="3">
        <Text as="div">
          <Text weight="medium">Checking on this machine</Text>
          <Text as="div" size="2" color="gray" className="progress">
            {sizeInWords(bytes)} of {sizeInWords(totalBytes)}, {countInWords(rows)} rows
          </Text>
        </Text>
        <Button variant="soft" color="gray" onClick={cancel}>
          Cancel
        </Button>
      </Flex>
      <Progress aria-label="Checked so far" value={totalBytes === 0 ? 0 : (bytes / totalBytes) * 100} />
    </Card>
  );
}
