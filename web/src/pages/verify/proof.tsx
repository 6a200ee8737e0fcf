import { Badge, Card, Flex, Heading, Text } from '@radix-ui/themes';
import { Mark } from './mark.tsx';
import type { ProofStep } from './proof-steps.ts';
import { printable } from './printable.ts';

const WORDS = {
  PROVEN: { color: 'green', word: 'Holds' },
  FAILED: { color: 'red', word: 'Does not hold' },
  UNCHECKED: { color: 'gray', word: 'Not checked' },
} as const;

/** The picture of what was proven: step under step, from the signature to the saved head. */
export function Proof({ steps }: { steps: readonly ProofStep[] }) {
  return (
    <Card size="2">
      <Heading as="h3" size="3" mb="4">
        What was checked
      </Heading>
      <ol className="proof">
        {steps.map(({ name, title, state, detail }) => (
          <li key={name}>
            <Mark state={state} />
            <div>
              <Flex justify="between" gap="3" align="baseline">
                <Text as="div" weight="medium" color={state === 'UNCHECKED' ? 'gray' : undefined}>
                  {title}
                </Text>
                <Badge color={WORDS[state].color}>{WORDS[state].word}</Badge>
              </Flex>
              {detail && (
                <Text as="p" size="2" color="gray" mt="1">
                  {printable(detail)}
                </Text>
              )}
            </div>
          </li>
        ))}
      </ol>
      {steps.some(({ state }) => state === 'FAILED') && (
        <Text as="p" size="2" color="gray" mt="4">
          The check ends at the first fault; what would have come after it was not looked at.
        </Text>
      )}
    </Card>
  );
}
