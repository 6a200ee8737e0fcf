import type { Check } from '../evidence.ts';

export const queuedOnce: Check = {
  promise: 'a request that is sent again with its Idempotency-Key queues one report',
  find({ history, reports }) {
    const posted = new Set<string>();
    const keyOf = new Map<string, string>();
    const idOf = new Map<string, string>();
    const wrong: string[] = [];
    for (const event of history) {
      if (event.kind === 'posted') posted.add(event.key);
      if (event.kind !== 'created') continue;
      const { key, reportId } = event;
      if ((keyOf.get(reportId) ?? key) !== key) wrong.push(`${reportId} was answered to two keys`);
      if ((idOf.get(key) ?? reportId) !== reportId) wrong.push(`${key} was answered with two reports`);
      keyOf.set(reportId, key);
      idOf.set(key, reportId);
    }
    // A client that was refused, or gave up, may still have queued its one.
    if (reports.length > posted.size) wrong.push(`${posted.size} keys queued ${reports.length} reports`);
    return wrong;
  },
};
