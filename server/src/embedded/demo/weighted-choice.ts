import type { SeededRandom } from './seeded-random.ts';

/** Prepares drawing from `choices`, each as often as its weight; one draw is a binary search. */
export function weightedChoice<T>(
  choices: readonly T[],
  weightOf: (choice: T, index: number) => number,
): (random: SeededRandom) => T {
  const upTo = new Float64Array(choices.length);
  let sum = 0;
  choices.forEach((choice, index) => {
    sum += weightOf(choice, index);
    upTo[index] = sum;
  });
  if (sum <= 0) throw new RangeError('nothing to choose from');
  return (random) => {
    const drawn = random.unit() * sum;
    let low = 0;
    let high = upTo.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((upTo[middle] as number) > drawn) high = middle;
      else low = middle + 1;
    }
    return choices[low] as T;
  };
}
