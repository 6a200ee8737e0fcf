import { Button, Dialog, Flex, Text, TextField } from '@radix-ui/themes';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { daybookOf } from '../../app/daybook.ts';
import { Problem } from '../../parts/problem.tsx';
import { RoleChoice } from './role-choice.tsx';
import type { GivenRole } from './roles.ts';

/** The button that lets somebody else in, and its dialog. */
export function AddMember({ storeId, done }: { storeId: string; done: () => Promise<void> }) {
  const [open, setOpen] = useState(false);
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<GivenRole>('VIEWER');
  const add = useMutation({
    mutationFn: () => daybookOf(storeId).call('POST /v2/stores/{storeId}/members', { body: { email, role } }),
    async onSuccess() {
      setOpen(false);
      setEmail('');
      await done();
    },
  });
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger>
        <Button>Add member</Button>
      </Dialog.Trigger>
      <Dialog.Content maxWidth="28rem">
        <Dialog.Title>Add member</Dialog.Title>
        <Dialog.Description size="2" color="gray" mb="4">
          They sign in with a link that is mailed to this address. Nothing is mailed now: tell them yourself.
        </Dialog.Description>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            add.mutate();
          }}
        >
          <Flex direction="column" gap="3">
            <label>
              <Text size="2" weight="medium">
                E-mail address
              </Text>
              <TextField.Root
                type="email"
                required
                maxLength={256}
                value={email}
                onChange={({ target }) => setEmail(target.value)}
              />
            </label>
            <RoleChoice value={role} of="the new member" choose={setRole} />
          </Flex>
          {add.error && <Problem error={add.error} />}
          <Flex gap="3" mt="5" justify="end">
            <Dialog.Close>
              <Button type="button" variant="soft" color="gray">
                Never mind
              </Button>
            </Dialog.Close>
            <Button loading={add.isPending}>Add</Button>
          </Flex>
        </form>
      </Dialog.Content>
    </Dialog.Root>
  );
}
