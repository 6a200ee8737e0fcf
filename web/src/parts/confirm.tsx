import { AlertDialog, Button, Flex } from '@radix-ui/themes';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Problem } from './problem.tsx';

/** A button for what cannot be taken back: says what will happen, and does it when that is confirmed. */
export function Confirm(props: {
  title: string;
  children: ReactNode;
  /** What the button says, on the page and in the question. */
  action: string;
  /** Which of several, for who hears the button without seeing where it is. */
  of: string;
  color?: 'red' | 'gray';
  run: () => Promise<unknown>;
}) {
  const { title, children, action, of, color = 'red', run } = props;
  const [open, setOpen] = useState(false);
  const work = useMutation({ mutationFn: run, onSuccess: () => setOpen(false) });
  return (
    <AlertDialog.Root open={open} onOpenChange={setOpen}>
      <AlertDialog.Trigger>
        <Button size="1" variant="soft" color={color} aria-label={`${action} ${of}`}>
          {action}
        </Button>
      </AlertDialog.Trigger>
      <AlertDialog.Content maxWidth="28rem">
        <AlertDialog.Title>{title}</AlertDialog.Title>
        <AlertDialog.Description>{children}</AlertDialog.Description>
        {work.error && <Problem error={work.error} />}
        <Flex gap="3" mt="4" justify="end">
          <AlertDialog.Cancel>
            <Button variant="soft" color="gray">
              Keep it
            </Button>
          </AlertDialog.Cancel>
          <Button
            color={color === 'red' ? 'red' : 'indigo'}
            loading={work.isPending}
            onClick={() => work.mutate()}
          >
            {action}
          </Button>
        </Flex>
      </AlertDialog.Content>
    </AlertDialog.Root>
  );
}
