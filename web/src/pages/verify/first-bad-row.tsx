import type { Fault } from '@daybook/client/verify';
import { Card, Heading } from '@radix-ui/themes';
import { countInWords } from '../../parts/words.ts';
import { Mark } from './mark.tsx';
import { printable } from './printable.ts';

/** Where the check ended: the place, what ought to stand there, and what does. */
export function FirstBadRow({ fault }: { fault: Fault }) {
  const { file, line, sequence, field, expected, found } = fault;
  const facts = [
    ['File', file],
    ['Line', line === null ? null : countInWords(line)],
    ['Entry', sequence === null ? null : countInWords(sequence)],
    ['Field', field],
    ['Expected', expected],
    ['Found', found],
  ] as const;
  return (
    <Card size="2">
      <Heading as="h3" size="3" mb="4">
        {line === null ? 'What does not hold' : 'The first bad row'}
      </Heading>
      {line !== null && <RowsAround line={line} sequence={sequence} />}
      <dl className="facts">
        {facts.map(([title, value]) =>
          value === null ? null : (
            <div key={title} style={{ display: 'contents' }}>
              <dt>{title}</dt>
              <dd className={title === 'File' ? undefined : 'id'}>
                {value === '' ? '(empty)' : printable(value)}
              </dd>
            </div>
          ),
        )}
      </dl>
    </Card>
  );
}

/** The bad row between those that were read before it and those that nobody has looked at. */
function RowsAround({ line, sequence }: { line: number; sequence: number | null }) {
  const bad = sequence === null ? `Line ${countInWords(line)}` : `Entry ${countInWords(sequence)}`;
  return (
    <ol className="rows-around">
      {line > 2 && (
        <li data-state="PROVEN">
          <Mark state="PROVEN" />
          Rows before it hold
        </li>
      )}
      <li data-state="FAILED">
        <Mark state="FAILED" />
        {bad} does not
      </li>
      <li data-state="UNCHECKED">
        <Mark state="UNCHECKED" />
        Rows after it were not looked at
      </li>
    </ol>
  );
}
