import { formatAmount } from '@daybook/client';
import { Text } from '@radix-ui/themes';
import { useMemo, useState } from 'react';
import { Chart } from '../../parts/chart.tsx';
import { dayInWords } from '../../parts/words.ts';
import type { Day } from './overview-query.ts';

/** The course of the balance: what it was at the end of each day. */
export function BalanceChart({ days, currency }: { days: readonly Day[]; currency: string }) {
  const [pointed, pointAt] = useState<number | null>(null);
  const dates = useMemo(() => days.map(({ date }) => date), [days]);
  const drawn = useMemo(
    () => [
      {
        title: 'Balance',
        color: 'indigo',
        form: 'steps' as const,
        values: days.map((day) => day.closingBalance),
      },
    ],
    [days],
  );
  const day = (pointed === null ? undefined : days[pointed]) ?? days.at(-1);
  return (
    <>
      {day && (
        <Text as="p" size="2" mb="2">
          <Text color="gray">At the end of {dayInWords(day.date)}</Text>{' '}
          <span className="amount">{formatAmount(day.closingBalance, currency)}</span>
        </Text>
      )}
      <Chart dates={dates} drawn={drawn} currency={currency} pointAt={pointAt} />
    </>
  );
}
