import { Flex, SegmentedControl, Text, TextField } from '@radix-ui/themes';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type DaysSearch, daysShown, SPANS } from './days-shown.ts';

const CUSTOM = 'custom';

/** Which days the overview shows; the choice is in the address. */
export function DaysPicker({ now }: { now: number }) {
  const search = useSearch({ from: '/stores/$storeId/' });
  const navigate = useNavigate({ from: '/stores/$storeId/' });
  const { from, to, span } = daysShown(search, now);
  const show = (wanted: DaysSearch): void => void navigate({ search: wanted });
  return (
    <Flex direction="column" gap="2" align="end">
      <SegmentedControl.Root
        aria-label="Days shown"
        size={{ initial: '1', sm: '2' }}
        value={span === undefined ? CUSTOM : String(span)}
        onValueChange={(value) => show(value === CUSTOM ? { from, to } : { days: Number(value) })}
      >
        {SPANS.map((each) => (
          <SegmentedControl.Item key={each} value={String(each)}>
            {each} days
          </SegmentedControl.Item>
        ))}
        <SegmentedControl.Item value={CUSTOM}>Custom</SegmentedControl.Item>
      </SegmentedControl.Root>
      {span === undefined && (
        <Flex gap="2" wrap="wrap" align="center">
          <TextField.Root
            type="date"
            aria-label="First day, UTC"
            value={from}
            max={to}
            onChange={({ target }) => target.value && show({ from: target.value, to })}
          />
          <Text color="gray">–</Text>
          <TextField.Root
            type="date"
            aria-label="Last day, UTC"
            value={to}
            min={from}
            onChange={({ target }) => target.value && show({ from, to: target.value })}
          />
        </Flex>
      )}
    </Flex>
  );
}
