import type { Fault } from '@daybook/client/verify';
import { Callout, Grid, Heading, Text } from '@radix-ui/themes';
import { useEffect, useRef } from 'react';
import { countInWords } from '../../parts/words.ts';
import { faultInWords } from './fault-in-words.ts';
import { FirstBadRow } from './first-bad-row.tsx';
import { LedgerFacts } from './ledger-facts.tsx';
import { NotProven } from './not-proven.tsx';
import { printable } from './printable.ts';
import { Proof } from './proof.tsx';
import { type Checked, proofSteps } from './proof-steps.ts';

/** What came of a check: in a sentence, as a picture, and what it does not prove. */
export function Outcome(checked: Checked) {
  const { fault, ledger } = checked.verdict;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const { color, title, sentence } = headline(checked);
  return (
    <section aria-label="Outcome">
      <Callout.Root color={color} size="2" mb="4">
        <Heading as="h2" size="5" ref={heading} tabIndex={-1} className="outcome-title">
          {title}
        </Heading>
        <Text as="p" className="outcome-sentence">
          {printable(sentence)}
        </Text>
      </Callout.Root>
      <Grid columns={{ initial: '1', md: '2' }} gap="4" align="start">
        <Proof steps={proofSteps(checked)} />
        <Grid gap="4">
          {fault && <FirstBadRow fault={fault} />}
          {!fault && ledger && <LedgerFacts ledger={ledger} />}
          <NotProven {...checked} />
        </Grid>
      </Grid>
    </section>
  );
}

function headline({ verdict, plan }: Checked): {
  color: 'green' | 'amber' | 'red';
  title: string;
  sentence: string;
} {
  const { fault, files, manifests, ledger } = verdict;
  if (fault) return { color: 'red', title: `${placeOf(fault)} does not hold`, sentence: faultInWords(fault) };
  const rows = files.reduce((sum, file) => sum + file.rows, 0);
  const what = `${countInWords(files.length)} ${files.length === 1 ? 'file' : 'files'}, ${countInWords(rows)} ${rows === 1 ? 'row' : 'rows'}`; // prettier-ignore
  const isSigned = manifests.length > 0 && manifests.every(({ signature }) => signature === 'valid');
  const isCovered = files.every(({ manifest }) => manifest !== null);
  if (isSigned && isCovered)
    return {
      color: 'green',
      title: 'Everything checked holds',
      sentence: `${what}: the operator issued exactly these bytes, and they have not changed since.`,
    };
  const inItself = ledger ? 'The chain is unbroken' : 'The file is as its manifest says';
  return {
    color: 'amber',
    title: `${inItself}, but nobody has vouched for it`,
    sentence: `${what}. ${plan.manifests === 0 ? 'Add the manifest to learn whether this is what the operator issued, and whether it is whole.' : 'No signature was checked, so that anybody could have made this.'}`, // prettier-ignore
  };
}

function placeOf({ line, sequence }: Fault): string {
  if (line === null) return 'This';
  return sequence === null ? `Line ${countInWords(line)}` : `Entry ${countInWords(sequence)}`;
}
