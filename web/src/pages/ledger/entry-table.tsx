import { formatAmount } from '@daybook/client';
import { Table, Text } from '@radix-ui/themes';
import { countInWords, instantInWords } from '../../parts/words.ts';
import { entryTitle, type LedgerEntry } from './entry-types.ts';

/** Entries of the ledger, newest first, with the balance after each. */
export function EntryTable({ entries }: { entries: readonly LedgerEntry[] }) {
  return (
    <Table.Root size="1" className="stacked">
      <Table.Header>
        <Table.Row>
          <Table.ColumnHeaderCell>What</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell className="figure">No.</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell>When</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell className="figure">Amount</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell className="figure">Balance</Table.ColumnHeaderCell>
        </Table.Row>
      </Table.Header>
      <Table.Body>
        {entries.map((entry) => (
          <Table.Row key={entry.sequence} align="center">
            <Table.RowHeaderCell>
              {entryTitle(entry.type)}
              <Text as="p" size="1" color="gray">
                {entry.note === entryTitle(entry.type) ? '' : entry.note}
              </Text>
            </Table.RowHeaderCell>
            <Table.Cell data-label="No." className="figure">
              {countInWords(entry.sequence)}
            </Table.Cell>
            <Table.Cell data-label="When">{instantInWords(entry.created_at)}</Table.Cell>
            <Table.Cell data-label="Amount" className="figure">
              {formatAmount(entry.amount, entry.currency)}
            </Table.Cell>
            <Table.Cell data-label="Balance" className="figure">
              {formatAmount(entry.running_balance, entry.currency)}
            </Table.Cell>
          </Table.Row>
        ))}
      </Table.Body>
    </Table.Root>
  );
}
