/** Repeatable randomness for tests (mulberry32). */
export type SeededRandom = {
  /** 0 ≤ x < 1 */
  unit(): number;
  /** 0 ≤ n < below, whole */
  below(below: number): number;
  pick<Item>(items: readonly Item[]): Item;
};

export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const unit = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(unit() * limit);
  return { unit, below, pick: (items) => items[below(items.length)] as (typeof items)[number] };
}
