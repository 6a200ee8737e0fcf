import { createHash } from 'node:crypto';

/** The items in an order that depends on the seed only. */
export function shuffled(items: readonly string[], seed: string): string[] {
  const rank = (item: string): string => createHash('sha256').update(`${seed}\n${item}`).digest('hex');
  const ranks = new Map(items.map((item) => [item, rank(item)]));
  return items.toSorted((a, b) => ((ranks.get(a) ?? '') < (ranks.get(b) ?? '') ? -1 : 1));
}
