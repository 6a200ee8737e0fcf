import { isDaybookError } from '@daybook/client';
import { Button, CheckboxGroup, Dialog, Flex, Text, TextField } from '@radix-ui/themes';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { daybookOf } from '../../app/daybook.ts';
import { Problem } from '../../parts/problem.tsx';
import { type Endpoint, EVENT_TITLES, type NewEndpoint } from './webhook-queries.ts';

type Wanted = Pick<Endpoint, 'url' | 'eventTypes' | 'note'>;

const EMPTY: Wanted = { url: '', eventTypes: ['REPORT_SUCCEEDED', 'REPORT_FAILED'], note: '' };

/** The button that adds an endpoint, and its dialog. */
export function AddEndpoint({
  storeId,
  done,
}: {
  storeId: string;
  done: (made: NewEndpoint) => Promise<void>;
}) {
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState(EMPTY);
  const add = useMutation({
    mutationFn: () => daybookOf(storeId).call('POST /v2/stores/{storeId}/webhooks', { body: wanted }),
    async onSuccess(made) {
      setOpen(false);
      setWanted(EMPTY);
      await done(made);
    },
  });
  const refused = isDaybookError(add.error)
    ? add.error.details?.find(({ path }) => path === 'url')?.message
    : undefined;
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger>
        <Button>Add endpoint</Button>
      </Dialog.Trigger>
      <Dialog.Content maxWidth="32rem">
        <Dialog.Title>Add endpoint</Dialog.Title>
        <Dialog.Description size="2" color="gray" mb="4">
          Daybook posts a signed message to this address, and tries again for days where there is no answer.
        </Dialog.Description>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            add.mutate();
          }}
        >
          <EndpointFields wanted={wanted} change={setWanted} refused={refused} />
          {add.error && refused === undefined && <Problem error={add.error} />}
          <Flex gap="3" mt="5" justify="end">
            <Dialog.Close>
              <Button type="button" variant="soft" color="gray">
                Never mind
              </Button>
            </Dialog.Close>
            <Button loading={add.isPending} disabled={wanted.eventTypes.length === 0}>
              Add
            </Button>
          </Flex>
        </form>
      </Dialog.Content>
    </Dialog.Root>
  );
}

function EndpointFields(props: {
  wanted: Wanted;
  change: (wanted: Wanted) => void;
  /** Why the server does not take the address. */
  refused: string | undefined;
}) {
  const { wanted, change, refused } = props;
  return (
    <Flex direction="column" gap="4">
      <label>
        <Text size="2" weight="medium">
          Address
        </Text>
        <TextField.Root
          type="url"
          required
          placeholder="https://example.com/hooks/daybook"
          value={wanted.url}
          onChange={({ target }) => change({ ...wanted, url: target.value })}
          aria-invalid={refused !== undefined}
        />
        {refused && (
          <Text as="p" size="2" color="red" role="alert" mt="1">
            It {refused}.
          </Text>
        )}
      </label>
      <CheckboxGroup.Root
        aria-label="Tell it when"
        value={[...wanted.eventTypes]}
        onValueChange={(types) => change({ ...wanted, eventTypes: types as Wanted['eventTypes'] })}
      >
        <CheckboxGroup.Item value="REPORT_SUCCEEDED">{EVENT_TITLES.REPORT_SUCCEEDED}</CheckboxGroup.Item>
        <CheckboxGroup.Item value="REPORT_FAILED">{EVENT_TITLES.REPORT_FAILED}</CheckboxGroup.Item>
      </CheckboxGroup.Root>
      <label>
        <Text size="2" weight="medium">
          Note
        </Text>
        <TextField.Root
          maxLength={256}
          placeholder="Warehouse"
          value={wanted.note}
          onChange={({ target }) => change({ ...wanted, note: target.value })}
        />
      </label>
    </Flex>
  );
}
