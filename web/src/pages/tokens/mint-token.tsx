import { Button, Dialog, Flex } from '@radix-ui/themes';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { daybookOf } from '../../app/daybook.ts';
import { Problem } from '../../parts/problem.tsx';
import { TokenFields, type TokenWanted } from './token-fields.tsx';
import type { NewToken } from './tokens-query.ts';

const EMPTY: TokenWanted = { name: '', permissions: ['REPORTS_READ', 'REPORTS_WRITE'], mode: 'BEARER', requireV2: true, lastDay: '' }; // prettier-ignore

/** The button that makes a token, and its dialog. */
export function MintToken({ storeId, done }: { storeId: string; done: (token: NewToken) => Promise<void> }) {
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState(EMPTY);
  const mint = useMutation({
    mutationFn: () => daybookOf(storeId).call('POST /v2/stores/{storeId}/tokens', { body: bodyOf(wanted) }),
    async onSuccess(token) {
      setOpen(false);
      setWanted(EMPTY);
      await done(token);
    },
  });
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger>
        <Button>New token</Button>
      </Dialog.Trigger>
      <Dialog.Content maxWidth="34rem">
        <Dialog.Title>New token</Dialog.Title>
        <Dialog.Description size="2" color="gray" mb="4">
          For one program. It may do what you tick here, in this store, and nothing else.
        </Dialog.Description>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            mint.mutate();
          }}
        >
          <TokenFields wanted={wanted} change={setWanted} />
          {mint.error && <Problem error={mint.error} />}
          <Flex gap="3" mt="5" justify="end">
            <Dialog.Close>
              <Button type="button" variant="soft" color="gray">
                Never mind
              </Button>
            </Dialog.Close>
            <Button loading={mint.isPending} disabled={wanted.permissions.length === 0}>
              Make token
            </Button>
          </Flex>
        </form>
      </Dialog.Content>
    </Dialog.Root>
  );
}

function bodyOf({ name, permissions, mode, requireV2, lastDay }: TokenWanted) {
  const expires = lastDay === '' ? {} : { expiresAt: `${lastDay}T23:59:59.999Z` };
  return { name, permissions, mode, ...(mode === 'HMAC' ? { requireV2 } : {}), ...expires };
}
