import { Button, Callout, Code, Flex, Text } from '@radix-ui/themes';
import { useState } from 'react';

/** A secret that is shown this once. */
export function Secret({ value, name }: { value: string; name: string }) {
  return (
    <Callout.Root color="amber" role="status" my="3">
      <Callout.Text>
        This is the secret of {name}. Copy it now: Daybook keeps no copy that anybody can read.
      </Callout.Text>
      <Copyable value={value} what="the secret" />
    </Callout.Root>
  );
}

/** A line to be taken along, with a button that copies it. */
export function Copyable({ value, what }: { value: string; what: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(value);
    setCopied(true);
  };
  return (
    <Flex gap="3" align="center" wrap="wrap" minWidth="0">
      <Code variant="soft" color="gray" className="long" aria-label={what}>
        {value}
      </Code>
      <Button type="button" size="1" variant="soft" onClick={() => void copy()}>
        {copied ? 'Copied' : `Copy ${what}`}
      </Button>
      <Text role="status" className="rt-VisuallyHidden">
        {copied ? 'Copied' : ''}
      </Text>
    </Flex>
  );
}
