import { newId } from '../../domain/id.ts';
import { formatInstant } from '../../domain/instant.ts';
import { DAY_MS } from '../../domain/limits.ts';
import type { AdjustmentLine } from './activity-line.ts';
import type { DemoEvent } from './demo-event.ts';
import type { SeededRandom } from './seeded-random.ts';

const EVERY_DAYS = 8;
/** Notes go into the ledger, under its hash, and so are plain words: no formulas and nobody's name. */
const KINDS: readonly { note: string; lowest: number; highest: number }[] = [
  { note: 'Monthly subscription of the online shop', lowest: -2_900, highest: -2_900 },
  { note: 'Goodwill credit for a late payout', lowest: 1_000, highest: 5_000 },
  { note: 'Correction of a platform fee charged twice', lowest: 100, highest: 2_500 },
  { note: 'Packaging material, 3 boxes', lowest: -4_800, highest: -1_600 },
  { note: 'Bonus for the autumn campaign', lowest: 10_000, highest: 25_000 },
  { note: 'Chargeback insurance, premium of the month', lowest: -6_000, highest: -3_000 },
];

/** The platform's own credits and charges: one every week or so, in turn. */
export function planAdjustments(random: SeededRandom, span: { start: number; until: number }): DemoEvent[] {
  const events: DemoEvent[] = [];
  const spacing = EVERY_DAYS * DAY_MS;
  for (let from = span.start; from + spacing <= span.until; from += spacing) {
    const at = from + random.between(0, spacing - 1);
    const kind = KINDS[events.length % KINDS.length] as (typeof KINDS)[number];
    const line: AdjustmentLine = {
      object: 'adjustment',
      id: newId('adj', at, random.bytes),
      amount: random.between(kind.lowest, kind.highest),
      note: kind.note,
      createdAt: formatInstant(at),
    };
    events.push({ at, line, balanceChange: line.amount });
  }
  return events;
}
