import { Callout, Flex, Heading, RadioCards, Text, TextField } from '@radix-ui/themes';
import { useState } from 'react';
import { periodInWords } from '../../parts/words.ts';
import { bounds, LONGEST_DAYS, presets, type Span, spanOf, splitByMonths } from './presets.ts';

const CUSTOM = 'Custom';

/** Which days. `choose` gets undefined until they make sense. */
export function PeriodChoice(props: {
  now: number;
  span: Span | undefined;
  choose: (span: Span | undefined) => void;
}) {
  const { now, span, choose } = props;
  const offered = presets(now);
  const [preset, setPreset] = useState(offered[0]?.name ?? CUSTOM);
  const [days, setDays] = useState({ first: '', last: '' });
  const parts = span ? splitByMonths(span) : [];
  const chooseDays = (chosen: { first: string; last: string }): void => {
    setDays(chosen);
    choose(spanOf(chosen));
  };
  return (
    <>
      <Heading as="h2" size="3" mt="5" mb="2">
        Period
      </Heading>
      <RadioCards.Root
        aria-label="Period"
        size="1"
        columns={{ initial: '2', sm: '4' }}
        value={preset}
        onValueChange={(name) => {
          setPreset(name);
          choose(name === CUSTOM ? spanOf(days) : offered.find((each) => each.name === name)?.span);
        }}
      >
        {[...offered.map(({ name }) => name), CUSTOM].map((name) => (
          <RadioCards.Item key={name} value={name}>
            {name}
          </RadioCards.Item>
        ))}
      </RadioCards.Root>
      {preset === CUSTOM && <CustomDays days={days} choose={chooseDays} />}
      <Text as="p" size="2" color="gray" mt="2">
        {span
          ? `${periodInWords(bounds(span))}, whole days in UTC`
          : 'Whole days in UTC; both belong to the period.'}
      </Text>
      {parts.length > 1 && (
        <Callout.Root mt="2">
          <Callout.Text>
            One report covers at most {LONGEST_DAYS} days or a calendar quarter. This becomes {parts.length}{' '}
            reports, one for each month, which together have every row once.
          </Callout.Text>
        </Callout.Root>
      )}
    </>
  );
}

function CustomDays(props: {
  days: { first: string; last: string };
  choose: (days: { first: string; last: string }) => void;
}) {
  const { days, choose } = props;
  const isBackwards = days.first !== '' && days.last !== '' && days.last < days.first;
  return (
    <>
      <Flex gap="3" mt="3" wrap="wrap">
        {(['first', 'last'] as const).map((end) => (
          <label key={end}>
            <Text size="2">{end === 'first' ? 'First day' : 'Last day'}</Text>
            <TextField.Root
              type="date"
              required
              value={days[end]}
              onChange={({ target }) => choose({ ...days, [end]: target.value })}
            />
          </label>
        ))}
      </Flex>
      {isBackwards && (
        <Text as="p" size="2" color="red" role="alert" mt="2">
          The last day is before the first.
        </Text>
      )}
    </>
  );
}
