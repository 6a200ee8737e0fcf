import { isDaybookError } from '@daybook/client';
import { Button, Callout, Card, Flex, Heading, Text, TextField } from '@radix-ui/themes';
import { useMutation } from '@tanstack/react-query';
import { useLocation, useNavigate, useSearch } from '@tanstack/react-router';
import { type SubmitEvent, useEffect } from 'react';
import { session } from '../app/daybook.ts';
import { queries } from '../app/queries.ts';
import { Problem } from '../parts/problem.tsx';

/** `/sign-in`: asks for a link; opened by one, its secret in the fragment, it signs in. */
export function SignIn() {
  const { next } = useSearch({ from: '/sign-in' });
  const navigate = useNavigate();
  const ask = useMutation({ mutationFn: (email: string) => session.requestLink(email) });
  const start = useMutation({
    mutationFn: (token: string) => session.start(token),
    async onSuccess() {
      queries.clear();
      await navigate({ to: next ?? '/', replace: true });
    },
  });
  const hash = useLocation({ select: (location) => location.hash });
  const { mutate } = start;
  useEffect(() => {
    const token = new URLSearchParams(hash).get('token');
    if (token === null) return;
    // A link works once, and its secret must not stay in the history.
    void navigate({ to: '/sign-in', search: true, hash: '', replace: true });
    mutate(token);
  }, [hash, mutate, navigate]);

  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const email = new FormData(event.currentTarget).get('email');
    if (typeof email === 'string') ask.mutate(email);
  };
  return (
    <Flex align="center" justify="center" minHeight="80vh" p="4" asChild>
      <main>
        <Card size="4" style={{ width: 'min(26rem, 100%)' }}>
          <Heading mb="2">Sign in to Daybook</Heading>
          {start.isPending && <Text role="status">Signing you in …</Text>}
          {start.error && (
            <Callout.Root color="amber" role="alert" mb="3">
              <Callout.Text>
                {isDaybookError(start.error, 'UNAUTHENTICATED')
                  ? 'This link has been used or is older than ten minutes. Ask for another one.'
                  : start.error.message}
              </Callout.Text>
            </Callout.Root>
          )}
          {ask.isSuccess ? (
            <Text role="status" as="p">
              If this address belongs to an account, a link is on its way to it. It works once, for ten
              minutes.
            </Text>
          ) : (
            !start.isPending && (
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
              </form>
            )
          )}
          {ask.error && <Problem error={ask.error} />}
        </Card>
      </main>
    </Flex>
  );
}
