import { formatAmount } from '@daybook/client';
import { Box, Button, Table } from '@radix-ui/themes';
import { useState } from 'react';
import { dayInWords } from '../../parts/words.ts';
import type { Overview } from './overview-query.ts';

const FIGURES = [
  { title: 'Gross', of: 'grossAmount', sign: 1 },
  { title: 'Fees', of: 'feesAmount', sign: -1 },
  { title: 'Refunds', of: 'refundsAmount', sign: 1 },
  { title: 'Disputes', of: 'disputesAmount', sign: 1 },
  { title: 'Payouts', of: 'payoutsAmount', sign: 1 },
  { title: 'Other', of: 'otherAmount', sign: 1 },
  { title: 'Balance', of: 'closingBalance', sign: 1 },
] as const;

/** The charts in figures, newest day first, for who asks for them. */
export function DaysTable({ overview: { days, currency } }: { overview: Overview }) {
  const [open, setOpen] = useState(false);
  return (
    <Box mt="4">
      <Button variant="soft" color="gray" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? 'Hide the figures' : 'Show the figures of each day'}
      </Button>
      {open && (
        <Table.Root mt="3" size="1">
          <Table.Header>
            <Table.Row>
              <Table.ColumnHeaderCell>Day</Table.ColumnHeaderCell>
              {FIGURES.map(({ title }) => (
                <Table.ColumnHeaderCell key={title} className="figure">
                  {title}
                </Table.ColumnHeaderCell>
              ))}
            </Table.Row>
          </Table.Header>
          <Table.Body>
            {days.toReversed().map((day) => (
              <Table.Row key={day.date}>
                <Table.RowHeaderCell>{dayInWords(day.date)}</Table.RowHeaderCell>
                {FIGURES.map(({ title, of, sign }) => (
                  <Table.Cell key={title} className="figure">
                    {day[of] === 0 ? '–' : formatAmount(sign * day[of], currency)}
                  </Table.Cell>
                ))}
              </Table.Row>
            ))}
          </Table.Body>
        </Table.Root>
      )}
    </Box>
  );
}
