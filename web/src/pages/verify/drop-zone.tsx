import { Button, Flex, Text } from '@radix-ui/themes';
import { useRef } from 'react';

/** Where to drop files, or to choose them. */
export function DropZone({ isOver, add }: { isOver: boolean; add: (files: readonly File[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <Flex className="drop-zone" data-over={isOver} direction="column" align="center" gap="3" p="6">
      <Text weight="medium" align="center">
        {isOver ? 'Let go to add them' : 'Drop a report’s file and its manifest here'}
      </Text>
      <Button variant="soft" onClick={() => input.current?.click()}>
        Choose files
      </Button>
      <Text size="2" color="gray" align="center">
        Nothing is uploaded: the files are read and checked on this machine, by this page.
      </Text>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Files to verify"
        onChange={({ currentTarget }) => {
          add([...(currentTarget.files ?? [])]);
          // The same file again is a change, too.
          currentTarget.value = '';
        }}
      />
    </Flex>
  );
}
