import type { Check } from '../evidence.ts';

export const silentLogs: Check = {
  promise: 'no secret and no row is in the logs',
  find: ({ leaks }) => [...leaks],
};
