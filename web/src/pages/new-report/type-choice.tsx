import { Flex, RadioCards, Text } from '@radix-ui/themes';
import { REPORT_TITLES } from '../../parts/report-titles.ts';
import type { Wanted } from './use-queue.ts';

type Type = Wanted['type'];

const WHAT_FOR: Readonly<Record<Type, string>> = {
  PAYMENT_ACTIVITY: 'Every payment: what was paid, fees, customer, card. For bookkeeping and support.',
  PAYOUT_RECONCILIATION:
    'Every payout with the sales, refunds and fees that it pays out. For matching bank statements.',
  BALANCE_LEDGER: 'Every change of the balance, in a chain that anyone can check. For auditors.',
  REFUNDS_DISPUTES: 'Every refund and chargeback with what it cost. For finding out why money went back.',
};

/** Which report, with what each is for. */
export function TypeChoice({ value, choose }: { value: Type; choose: (type: Type) => void }) {
  return (
    <RadioCards.Root
      aria-label="Type of report"
      value={value}
      onValueChange={(chosen) => choose(chosen as Type)}
      columns={{ initial: '1', sm: '2' }}
    >
      {Object.entries(WHAT_FOR).map(([type, purpose]) => (
        <RadioCards.Item key={type} value={type}>
          <Flex direction="column" width="100%">
            <Text weight="medium">{REPORT_TITLES[type as Type]}</Text>
            <Text size="2" color="gray">
              {purpose}
            </Text>
          </Flex>
        </RadioCards.Item>
      ))}
    </RadioCards.Root>
  );
}
