import { formatAmount } from '@daybook/client';
import { Flex, Text } from '@radix-ui/themes';
import { useMemo, useState } from 'react';
import { Chart, type Drawn } from '../../parts/chart.tsx';
import { dayInWords } from '../../parts/words.ts';
import type { Day } from './overview-query.ts';

const PARTS = [
  { title: 'Gross', color: 'indigo', of: (day: Day) => day.grossAmount },
  { title: 'Fees', color: 'gray', of: (day: Day) => -day.feesAmount },
  { title: 'Refunds', color: 'amber', of: (day: Day) => day.refundsAmount },
  { title: 'Disputes', color: 'red', of: (day: Day) => day.disputesAmount },
  { title: 'Payouts', color: 'teal', of: (day: Day) => day.payoutsAmount },
] as const;

/** What came in above the line, what went out below it; the figures of the day under the pointer, or of all days. */
export function DaysChart({ days, currency }: { days: readonly Day[]; currency: string }) {
  const [pointed, pointAt] = useState<number | null>(null);
  const dates = useMemo(() => days.map(({ date }) => date), [days]);
  const drawn = useMemo(() => drawnOf(days), [days]);
  const day = pointed === null ? undefined : days[pointed];
  const shown = day ? [day] : days;
  return (
    <>
      <Flex gapX="4" gapY="1" wrap="wrap" mb="2" align="baseline">
        <Text size="2" color="gray">
          {day ? dayInWords(day.date) : 'All days'}
        </Text>
        {PARTS.map(({ title, color, of }) => (
          <Text key={title} size="2">
            <span className="swatch" style={{ background: `var(--${color}-9)` }} /> {title}{' '}
            <span className="amount">
              {formatAmount(
                shown.reduce((sum, each) => sum + of(each), 0),
                currency,
              )}
            </span>
          </Text>
        ))}
      </Flex>
      <Chart dates={dates} drawn={drawn} currency={currency} pointAt={pointAt} />
    </>
  );
}

/** What went out is stacked below the line: each bar reaches as far as itself and all before it, drawn from the longest. */
function drawnOf(days: readonly Day[]): Drawn[] {
  const [gross, ...others] = PARTS;
  const outward = others.slice(0, 3);
  const stacked = outward.map(({ title, color }, index) => ({
    title,
    color,
    form: 'bars' as const,
    values: days.map((day) =>
      outward.slice(0, index + 1).reduce((sum, { of }) => sum + Math.min(0, of(day)), 0),
    ),
  }));
  const payouts = PARTS[4];
  return [
    ...stacked.toReversed(),
    { title: gross.title, color: gross.color, form: 'bars', values: days.map(gross.of) },
    {
      title: payouts.title,
      color: payouts.color,
      form: 'points',
      values: days.map((day) => payouts.of(day) || null),
    },
  ];
}
