import { formatAmount } from '@daybook/client';
import type { LedgerFindings } from '@daybook/client/verify';
import { Card, Heading } from '@radix-ui/themes';
import { CopyId } from '../../parts/copy-id.tsx';
import { countInWords, instantInWords } from '../../parts/words.ts';

/** The ledger that was checked, as its own rows say. */
export function LedgerFacts({ ledger }: { ledger: LedgerFindings }) {
  const { currency, storeId, firstSequence, lastSequence, lastHash } = ledger;
  const facts = [
    ['Store', <CopyId key="store" value={storeId} />],
    ['Entries', `${countInWords(firstSequence)} to ${countInWords(lastSequence)}`],
    ['From', instantInWords(ledger.firstCreatedAt)],
    ['To', instantInWords(ledger.lastCreatedAt)],
    ['Balance before', formatAmount(ledger.openingBalance, currency)],
    ['Balance after', formatAmount(ledger.closingBalance, currency)],
    ['Last hash', <CopyId key="hash" value={lastHash} shown={`${lastHash.slice(0, 16)}…`} />],
  ] as const;
  return (
    <Card size="2">
      <Heading as="h3" size="3" mb="4">
        The ledger
      </Heading>
      <dl className="facts">
        {facts.map(([title, value]) => (
          <div key={title} style={{ display: 'contents' }}>
            <dt>{title}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
