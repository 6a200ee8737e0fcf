import { quantile } from './quantile.ts';

/**
 * The median of the rounds' ratios, with the smallest and the largest: `0.66 (0.64–0.69)`. Each value is divided by the
 * one of its own round, when the machine was as busy.
 */
export function ratio(values: readonly number[], bases: readonly number[]): string {
  const ratios = values.map((value, round) => value / (bases[round] as number));
  const [least, middle, most] = [0, 0.5, 1].map((share) => quantile(ratios, share).toFixed(2));
  return `${middle} (${least}–${most})`;
}
