import type { Check } from '../evidence.ts';

const LIVE_MAX = 10;

export const liveLimit: Check = {
  promise: 'a store never has more than ten reports in progress',
  find({ changes }) {
    const live = new Map<string, Set<string>>();
    const broken = new Map<string, string>();
    for (const { reportId, storeId, status, committedAt } of changes) {
      const own = live.get(storeId) ?? new Set();
      live.set(storeId, own);
      if (status === 'PENDING' || status === 'PROCESSING') own.add(reportId);
      else own.delete(reportId);
      if (own.size > LIVE_MAX && !broken.has(storeId)) {
        broken.set(storeId, `${storeId} had ${own.size} at ${new Date(committedAt).toISOString()}`);
      }
    }
    return [...broken.values()];
  },
};
