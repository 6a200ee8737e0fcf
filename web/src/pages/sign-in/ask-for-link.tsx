import { Button, Text, TextField } from '@radix-ui/themes';
import { useMutation } from '@tanstack/react-query';
import type { SubmitEvent } from 'react';
import { session } from '../../app/daybook.ts';
import { Problem } from '../../parts/problem.tsx';

/** Has a sign-in link mailed. What it says then is the same whether or not there is such an account. */
export function AskForLink({ onAsk }: { onAsk: () => void }) {
  const ask = useMutation({ mutationFn: (email: string) => session.requestLink(email) });
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const email = new FormData(event.currentTarget).get('email');
    if (typeof email !== 'string') return;
    onAsk();
    ask.mutate(email);
  };
  if (ask.isSuccess)
    return (
      <Text role="status" as="p">
        If this address belongs to an account, a link is on its way to it. It works once, for ten minutes.
      </Text>
    );
  return (
    <form onSubmit={submit}>
      <Text as="label" size="2" htmlFor="email">
        E-mail address
      </Text>
      <TextField.Root
        id="email"
        name="email"
        type="email"
        autoComplete="email"
        required
        mt="1"
        mb="3"
        size="3"
      />
      <Button size="3" style={{ width: '100%' }} loading={ask.isPending}>
        Mail me a sign-in link
      </Button>
      {ask.error && <Problem error={ask.error} />}
    </form>
  );
}
