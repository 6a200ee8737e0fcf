import './verify.css';
import { Box, Button, Callout, Flex, Heading, Link as RadixLink, Text } from '@radix-ui/themes';
import { Link } from '@tanstack/react-router';
import { useCallback } from 'react';
import { Brought } from './brought.tsx';
import { Checking } from './checking.tsx';
import { DropZone } from './drop-zone.tsx';
import { Outcome } from './outcome.tsx';
import { missing, planCheck } from './plan-check.ts';
import { printable } from './printable.ts';
import { useCheck } from './use-check.ts';
import { useDropOnPage } from './use-drop-on-page.ts';
import { useDropped } from './use-dropped.ts';

/** `/verify`: checks files on the reader's own machine. Needs no account and no store. */
export function Verify() {
  return (
    <Box>
      <header className="bar">
        <div className="bar-inner">
          <Flex justify="between" align="center" py="3">
            <Text weight="bold" size="4">
              Daybook
            </Text>
            <RadixLink asChild>
              <Link to="/">Your stores</Link>
            </RadixLink>
          </Flex>
        </div>
      </header>
      <main className="page">
        <Heading mb="1">Verify a file</Heading>
        <Text as="p" color="gray" mb="5">
          Is this the report that was issued, to the last byte? It takes no account, and the files never leave
          this machine.
        </Text>
        <Check />
      </main>
    </Box>
  );
}

function Check() {
  const { dropped, add, remove, clear } = useDropped();
  const { state, start, reset } = useCheck();
  const take = useCallback(
    (files: readonly File[]) => {
      reset();
      void add(files);
    },
    [add, reset],
  );
  const isOver = useDropOnPage(take);
  if (state.step === 'CHECKING')
    return <Checking {...state} totalBytes={state.plan.totalBytes} cancel={reset} />;
  if (state.step === 'DONE') {
    return (
      <>
        <Outcome {...state} />
        <Flex gap="3" mt="5" wrap="wrap">
          <Button
            onClick={() => {
              clear();
              reset();
            }}
          >
            Verify other files
          </Button>
          <Button variant="soft" color="gray" onClick={reset}>
            Add or remove files
          </Button>
        </Flex>
      </>
    );
  }
  const lacks = missing(dropped);
  return (
    <>
      {state.step === 'UNREADABLE' && (
        <Callout.Root color="red" role="alert" mb="4">
          <Callout.Text>Nothing can be said about this: {printable(state.message)}.</Callout.Text>
        </Callout.Root>
      )}
      <DropZone isOver={isOver} add={take} />
      <Brought dropped={dropped} remove={remove} />
      <Flex align="center" gap="3" wrap="wrap">
        <Button size="3" disabled={lacks !== undefined} onClick={() => void start(planCheck(dropped))}>
          Verify
        </Button>
        {lacks && dropped.length > 0 && (
          <Text size="2" color="gray" role="status">
            {lacks}
          </Text>
        )}
      </Flex>
    </>
  );
}
