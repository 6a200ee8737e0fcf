import { Checkbox, CheckboxGroup, Flex, RadioGroup, Text, TextField } from '@radix-ui/themes';
import { PERMISSIONS } from './permissions.ts';
import type { Token } from './tokens-query.ts';

/** What somebody wants of a new token. `lastDay`: the last on which it works, in UTC; empty for no end. */
export type TokenWanted = Pick<Token, 'name' | 'permissions' | 'mode' | 'requireV2'> & {
  readonly lastDay: string;
};

type Props = { wanted: TokenWanted; change: (wanted: TokenWanted) => void };

/** The questions about a new token. */
export function TokenFields({ wanted, change }: Props) {
  return (
    <Flex direction="column" gap="4">
      <label>
        <Text size="2" weight="medium">
          Name
        </Text>
        <TextField.Root
          required
          maxLength={256}
          placeholder="Warehouse export"
          value={wanted.name}
          onChange={({ target }) => change({ ...wanted, name: target.value })}
        />
      </label>
      <PermissionTicks wanted={wanted} change={change} />
      <ModeChoice wanted={wanted} change={change} />
      <label>
        <Text size="2" weight="medium">
          Last day, UTC
        </Text>
        <TextField.Root
          type="date"
          value={wanted.lastDay}
          onChange={({ target }) => change({ ...wanted, lastDay: target.value })}
        />
        <Text as="p" size="1" color="gray">
          Leave it empty for a token without an end.
        </Text>
      </label>
    </Flex>
  );
}

function PermissionTicks({ wanted, change }: Props) {
  return (
    <div>
      <Text as="p" size="2" weight="medium" mb="1">
        It may
      </Text>
      <CheckboxGroup.Root
        aria-label="It may"
        value={[...wanted.permissions]}
        onValueChange={(permissions) =>
          change({ ...wanted, permissions: permissions as TokenWanted['permissions'] })
        }
      >
        {Object.entries(PERMISSIONS).map(([permission, { allows }]) => (
          <CheckboxGroup.Item key={permission} value={permission}>
            {allows}
          </CheckboxGroup.Item>
        ))}
      </CheckboxGroup.Root>
    </div>
  );
}

function ModeChoice({ wanted, change }: Props) {
  return (
    <div>
      <Text as="p" size="2" weight="medium" mb="1">
        How it proves who it is
      </Text>
      <RadioGroup.Root
        aria-label="How it proves who it is"
        value={wanted.mode}
        onValueChange={(mode) => change({ ...wanted, mode: mode as TokenWanted['mode'] })}
      >
        <RadioGroup.Item value="BEARER">It sends the secret with each request: simple</RadioGroup.Item>
        <RadioGroup.Item value="HMAC">It signs each request, the secret stays with it: safer</RadioGroup.Item>
      </RadioGroup.Root>
      {wanted.mode === 'HMAC' && (
        <Text as="label" size="2" mt="2" style={{ display: 'block' }}>
          <Flex gap="2">
            <Checkbox
              checked={wanted.requireV2}
              onCheckedChange={(checked) => change({ ...wanted, requireV2: checked === true })}
            />
            Only signatures of version 2, which nobody can replay
          </Flex>
        </Text>
      )}
    </div>
  );
}
