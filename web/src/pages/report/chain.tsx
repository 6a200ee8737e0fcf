import { type DataOf, formatAmount } from '@daybook/client';
import { Card, Heading, Text } from '@radix-ui/themes';
import { CopyId } from '../../parts/copy-id.tsx';
import { countInWords } from '../../parts/words.ts';

type Manifest = DataOf<'GET /v2/stores/{storeId}/reports/{reportId}/manifest'>['manifest'];
type Link = { title: string; sequence: number; hash?: string; more: string; outside?: boolean };

/** Where the entries of a ledger report stand in the store's chain: what comes before, the first, the last, what follows, the head. */
export function Chain({ manifest }: { manifest: Manifest & { ledger: NonNullable<Manifest['ledger']> } }) {
  const isClosed = manifest.ledger.after !== null;
  return (
    <Card mt="4">
      <Heading as="h2" size="3" mb="1">
        The chain
      </Heading>
      <Text as="p" size="2" color="gray" mb="3">
        {isClosed
          ? 'An entry after the period holds on to the last one: nothing can be added to this period any more.'
          : 'Nothing follows yet: complete as recorded until now. Later entries may still belong to this period.'}
      </Text>
      <ol className="chain">
        {linksOf(manifest).map(({ title, sequence, hash, more, outside }) => (
          <li key={title} data-outside={outside}>
            <Text as="div" size="1" color="gray">
              {title}
            </Text>
            <Text as="div" weight="medium" className="amount">
              No. {countInWords(sequence)}
            </Text>
            {hash && (
              <Text as="div" size="2">
                <CopyId value={hash} shown={`${hash.slice(0, 8)}…`} />
              </Text>
            )}
            <Text as="div" size="1" color="gray">
              {more}
            </Text>
          </li>
        ))}
      </ol>
    </Card>
  );
}

function linksOf({ ledger, rowCount }: Parameters<typeof Chain>[0]['manifest']): Link[] {
  const { before, after, head } = ledger;
  const currency = before?.currency ?? after?.currency ?? '';
  const balance = (minorUnits: number): string => (currency === '' ? '' : formatAmount(minorUnits, currency));
  const first = (before?.sequence ?? 0) + 1;
  const last = first + rowCount - 1;
  return [
    ...(before ? [{ title: 'Before', sequence: before.sequence, hash: before.hash, more: balance(before.running_balance), outside: true }] : []), // prettier-ignore
    ...(rowCount > 0 ? [{ title: 'First of the period', sequence: first, more: before ? '' : 'the first entry of all' }] : []), // prettier-ignore
    ...(rowCount > 1 ? [{ title: 'Last of the period', sequence: last, more: balance(ledger.closingBalance) }] : []), // prettier-ignore
    ...(after ? [{ title: 'After', sequence: after.sequence, hash: after.hash, more: balance(after.running_balance), outside: true }] : []), // prettier-ignore
    { title: 'Head when it was read', sequence: head.sequence, hash: head.hash, more: '', outside: true },
  ];
}
