import { isDaybookError } from '@daybook/client';
import { Callout, Card, Flex, Heading, Text } from '@radix-ui/themes';
import { useMutation } from '@tanstack/react-query';
import { Link, useLocation, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { signIn } from '../../app/daybook.ts';
import { queries } from '../../app/queries.ts';
import { AskForLink } from './ask-for-link.tsx';
import { DemoLink } from './demo-link.tsx';
import { keepNextPage, takeNextPage } from './next-page.ts';

/** `/sign-in`: asks for a link; opened by one, its secret in the fragment, it signs in. */
export function SignIn() {
  const { next } = useSearch({ from: '/sign-in' });
  const start = useStart();
  return (
    <Flex align="center" justify="center" minHeight="80vh" p="4" asChild>
      <main>
        <Flex direction="column" gap="4" style={{ width: 'min(26rem, 100%)' }}>
          <Card size="4">
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
            {!start.isPending && <AskForLink onAsk={() => keepNextPage(next)} />}
          </Card>
          <DemoLink />
          <Text size="2" color="gray" align="center">
            Only want to check a file that you were given? <Link to="/verify">Verify it</Link>, without an
            account.
          </Text>
        </Flex>
      </main>
    </Flex>
  );
}

/** Takes the secret out of the address, and exchanges it for a session. */
function useStart() {
  const navigate = useNavigate();
  const start = useMutation({
    mutationFn: signIn,
    async onSuccess() {
      queries.clear();
      await navigate({ to: takeNextPage() ?? '/', replace: true });
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
  return start;
}
