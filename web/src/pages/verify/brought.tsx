import { Badge, Flex, IconButton, Link, Text } from '@radix-ui/themes';
import type { ReactNode } from 'react';
import { REPORT_TITLES } from '../../parts/report-titles.ts';
import { sizeInWords } from '../../parts/words.ts';
import type { Dropped } from './dropped.ts';
import { Mark } from './mark.tsx';

type Remove = (dropped: Dropped) => void;

/** What was brought, by what it is for, and what each thing that is missing would prove. */
export function Brought({ dropped, remove }: { dropped: readonly Dropped[]; remove: Remove }) {
  const of = (...kinds: Dropped['kind'][]): Dropped[] => dropped.filter(({ kind }) => kinds.includes(kind));
  const [reports, manifests] = [of('REPORT'), of('MANIFEST')];
  const unknown = of('UNKNOWN');
  return (
    <ul className="brought" aria-label="What to bring">
      <Place title="Report" has={reports} remove={remove}>
        The file as it was downloaded, CSV or JSON or both. Opened and saved in a spreadsheet it is another
        file.
      </Place>
      <Place title="Manifest" has={manifests} remove={remove} wanted={reports.length > 0}>
        It has to come along: it is what the operator signed about the file, and is at{' '}
        <span className="id">GET …/reports/:id/manifest</span>. Without it only the chain of a ledger can be
        checked, not who issued the file, nor whether entries are missing at its ends.
      </Place>
      <Place title="Keys" note="optional" has={of('KEYS', 'KEY')} remove={remove}>
        If you bring none, they are fetched from this server. Keys that you saved earlier prove more: fetched
        each time, they come from the very party that you check. Save them once:{' '}
        <Link href="/.well-known/jwks.json" download="keys.json">
          keys.json
        </Link>
        .
      </Place>
      <Place title="Saved head" note="optional" has={of('HEAD')} remove={remove}>
        Of a ledger: what <span className="id">GET …/payouts/ledger/head</span> once answered, or sequence and
        hash from an e-mail. A ledger that was rewritten or shortened as a whole shows only against one.
      </Place>
      {unknown.length > 0 && <Place title="Not recognised" has={unknown} remove={remove} />}
    </ul>
  );
}

function Place({
  title,
  note,
  has,
  remove,
  wanted = false,
  children,
}: {
  title: string;
  note?: string;
  has: readonly Dropped[];
  remove: Remove;
  wanted?: boolean;
  children?: ReactNode;
}) {
  const isHere = has.length > 0;
  return (
    <li>
      <Mark state={isHere ? (has[0]?.kind === 'UNKNOWN' ? 'FAILED' : 'PROVEN') : 'UNCHECKED'} />
      <div>
        <Flex align="center" gap="2">
          <Text weight="medium">{title}</Text>
          {!isHere && note && (
            <Text size="1" color="gray">
              {note}
            </Text>
          )}
          {wanted && !isHere && (
            <Badge color="amber" style={{ color: 'var(--gray-12)' }}>
              missing
            </Badge>
          )}
        </Flex>
        {has.map((each) => (
          <BroughtFile key={each.file.name} dropped={each} remove={remove} />
        ))}
        {!isHere && (
          <Text as="p" size="2" color="gray">
            {children}
          </Text>
        )}
      </div>
    </li>
  );
}

function BroughtFile({ dropped, remove }: { dropped: Dropped; remove: Remove }) {
  const { name, size } = dropped.file;
  return (
    <Flex align="center" gap="3" justify="between">
      <Text as="div" size="2" style={{ overflowWrap: 'anywhere', minWidth: 0 }}>
        {name} <Text color="gray">{[...saysOf(dropped), sizeInWords(size)].join(', ')}</Text>
      </Text>
      <IconButton
        size="1"
        variant="ghost"
        color="gray"
        aria-label={`Remove ${name}`}
        onClick={() => remove(dropped)}
      >
        <svg width="13" height="13" viewBox="0 0 15 15" stroke="currentColor" aria-hidden="true">
          <path d="M4 4l7 7M11 4l-7 7" />
        </svg>
      </IconButton>
    </Flex>
  );
}

function saysOf(dropped: Dropped): string[] {
  if (dropped.kind === 'REPORT')
    return [dropped.type ? REPORT_TITLES[dropped.type] : 'unknown columns', dropped.format];
  return dropped.kind === 'UNKNOWN' ? [dropped.why] : [];
}
