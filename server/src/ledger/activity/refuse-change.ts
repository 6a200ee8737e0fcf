import type { ReportFault } from './activity-kind.ts';

/** What may change about an object and what may not. */
export type ChangeRules<State> = {
  /** What it is called in words. */
  noun: string;
  /** Fixed from the first line on: the field, and the name that the feed has for it. */
  fixed: Partial<Record<keyof State, string>>;
  /** Fixed because it is booked, seen from the state before. */
  booked(previous: State): readonly (keyof State & string)[];
};

/** Names every field in which `next` differs from `previous` though it must not. */
export function refuseChange<State>(
  rules: ChangeRules<State>,
  previous: State,
  next: State,
  refuse: ReportFault,
): void {
  for (const [field, name] of Object.entries(rules.fixed) as [keyof State, string][]) {
    if (next[field] !== previous[field]) refuse(name, 'never changes, and differs from what is recorded');
  }
  for (const field of rules.booked(previous)) {
    if (next[field] !== previous[field]) {
      refuse(field, `cannot change any more: the ${rules.noun} is booked`);
    }
  }
}

/** Names the status when it may not come after the one before. */
export function refuseStep<Status extends string>(
  noun: string,
  transitions: Readonly<Record<Status, readonly Status[]>>,
  previous: Status,
  next: Status,
  refuse: ReportFault,
): void {
  if (next !== previous && !transitions[previous].includes(next)) {
    refuse('status', `cannot become ${next}: the ${noun} is ${previous}`);
  }
}
