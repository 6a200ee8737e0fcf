import { Type } from 'typebox';

const closed = { additionalProperties: false };
const Day = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}$',
  examples: ['2026-04-01'],
  description: 'A day in UTC',
});
const Count = Type.Integer({ minimum: 0 });
const Amount = (description: string) => Type.Integer({ description });

export const OverviewQuery = Type.Object(
  {
    from: Type.Optional({
      ...Day,
      description: 'The first day, in UTC; if left out, 29 days before the last',
    }),
    to: Type.Optional({ ...Day, description: 'The last day, in UTC; today if left out' }),
  },
  closed,
);

export const OverviewShape = Type.Object(
  {
    currency: Type.String({ description: 'Of every amount, which is in its smallest unit' }),
    openingBalance: Amount('Before the first day'),
    days: Type.Array(
      Type.Object(
        {
          date: Day,
          paymentsCount: Count,
          grossAmount: Amount('What customers paid'),
          feesAmount: Amount('What platform and processor kept of that'),
          refundsCount: Count,
          refundsAmount: Amount('As the ledger has it: negative'),
          disputesCount: Type.Integer({ minimum: 0, description: 'Opened on that day' }),
          disputesAmount: Amount('As the ledger has it: negative when opened, positive when won'),
          payoutsAmount: Amount('As the ledger has it: negative, positive when one came back'),
          otherAmount: Amount('Adjustments and the opening balance'),
          closingBalance: Amount('After the last entry up to the end of the day'),
        },
        closed,
      ),
      { description: 'Every day from the first to the last' },
    ),
  },
  closed,
);
