import { Heading, Text } from '@radix-ui/themes';
import type { Checked } from './proof-steps.ts';

/** What does not follow from all that, said as plainly. */
export function NotProven({ verdict, plan, keysFrom }: Checked) {
  const isLedger = verdict.ledger !== null;
  const lines = [
    'That everything was recorded. A sale that never became an entry leaves no gap.',
    'That what was recorded is true. Such files are tamper-evident: a change shows. Nothing makes it impossible.',
    plan.manifests > 0 && 'When it was issued, beyond what the operator says.',
    plan.manifests > 0 &&
      keysFrom === 'SERVER' &&
      'That the operator has not made new keys since: these came from this server today. Keys that you saved earlier would show it.',
    isLedger &&
      !plan.head &&
      'That the ledger was not rewritten or shortened as a whole: that shows only against a head that was kept.',
  ].filter((line) => line !== false);
  return (
    <section>
      <Heading as="h3" size="3" mb="2">
        What this does not prove
      </Heading>
      <ul className="not-proven">
        {lines.map((line) => (
          <Text as="div" size="2" key={line} asChild>
            <li>{line}</li>
          </Text>
        ))}
      </ul>
    </section>
  );
}
