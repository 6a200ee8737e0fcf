import { formatAmount } from '@daybook/client';
import { Card, Text } from '@radix-ui/themes';
import { countInWords } from '../../parts/words.ts';
import type { Day, Overview } from './overview-query.ts';

const PERCENT = new Intl.NumberFormat('en-GB', { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 }); // prettier-ignore

/** What the days come to. */
export function Figures({ overview: { days, currency, openingBalance } }: { overview: Overview }) {
  const sum = (figure: (day: Day) => number): number => days.reduce((total, day) => total + figure(day), 0);
  const amount = (minorUnits: number): string => formatAmount(minorUnits, currency);
  const payments = sum((day) => day.paymentsCount);
  const rate = (count: number): string => (payments === 0 ? '–' : PERCENT.format(count / payments));
  const balance = days.at(-1)?.closingBalance ?? openingBalance;
  const refunds = sum((day) => day.refundsCount);
  const disputes = sum((day) => day.disputesCount);
  return (
    <dl className="cards figures">
      <Figure title="Balance" value={amount(balance)} more={`${amount(openingBalance)} before`} />
      <Figure
        title="Gross payments"
        value={amount(sum((day) => day.grossAmount))}
        more={plural(payments, 'payment')}
      />
      <Figure title="Fees" value={amount(-sum((day) => day.feesAmount))} more="of platform and processor" />
      <Figure
        title="Refunds"
        value={amount(sum((day) => day.refundsAmount))}
        more={`${plural(refunds, 'refund')}, ${rate(refunds)} of payments`}
      />
      <Figure
        title="Disputes"
        value={amount(sum((day) => day.disputesAmount))}
        more={`${plural(disputes, 'dispute')}, ${rate(disputes)} of payments`}
      />
      <Figure title="Payouts" value={amount(sum((day) => day.payoutsAmount))} more="to the bank" />
    </dl>
  );
}

function Figure({ title, value, more }: { title: string; value: string; more: string }) {
  return (
    <Card>
      <Text as="div" size="2" color="gray" asChild>
        <dt>{title}</dt>
      </Text>
      <dd>
        <Text as="div" size={{ initial: '4', sm: '5' }} weight="medium" className="amount">
          {value}
        </Text>
        <Text as="div" size="1" color="gray">
          {more}
        </Text>
      </dd>
    </Card>
  );
}

function plural(count: number, noun: string): string {
  return `${countInWords(count)} ${noun}${count === 1 ? '' : 's'}`;
}
