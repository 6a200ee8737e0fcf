import type { ReportFault } from './activity-kind.ts';

/** The state, or undefined when `check` found something wrong with it. */
export function ifSound<State>(
  state: State,
  report: ReportFault,
  check: (state: State, refuse: ReportFault) => void,
): State | undefined {
  let sound = true;
  check(state, (field, message) => {
    sound = false;
    report(field, message);
  });
  return sound ? state : undefined;
}
