import type { ReportFault } from './activity-kind.ts';

/** Names the times of a state that are later than `now`. */
export function refuseFuture<Field extends string>(
  state: Readonly<Record<Field, number | null>>,
  fields: readonly Field[],
  now: number,
  refuse: ReportFault,
): void {
  for (const field of fields) {
    if ((state[field] ?? now) > now) refuse(field, 'is in the future');
  }
}
