import type { Check } from '../evidence.ts';

export const processesGoOn: Check = {
  promise: 'a process ends only when it is told to, and then cleanly; clients can always go on',
  find: ({ history }) =>
    history.flatMap((event) => {
      if (event.kind === 'died') return [`${event.member} ended by itself (${event.how})`];
      if (event.kind === 'stopped' && event.how !== '0') return [`${event.member} did not stop cleanly (${event.how})`]; // prettier-ignore
      if (event.kind === 'gave up') return [`a client could not go on: ${event.why}`];
      return [];
    }),
};
