import type { Check } from '../evidence.ts';

export const sameRows: Check = {
  promise: 'the CSV and the JSON of a report say the same, row for row',
  find: ({ history }) =>
    history.flatMap((event) =>
      event.kind === 'compared' && event.difference !== null
        ? [`${event.reportId}: ${event.difference}`]
        : [],
    ),
};
