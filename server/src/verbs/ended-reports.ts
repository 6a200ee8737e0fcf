/** Tells those who wait for a report that it has ended. Fed by NOTIFY; see `compose.ts`. */
export type EndedReports = {
  /** Resolves when the report ends, the seconds pass, a gap in the news makes looking again wise, or `signal` fires. */
  watch(reportId: string, seconds: number, signal: AbortSignal): { promise: Promise<void> } & Disposable;
  /** News that a report ended. */
  announce(reportId: string): void;
  /** News may have been missed: everyone looks again. */
  announceAll(): void;
};

/** An empty set of watchers. */
export function createEndedReports(): EndedReports {
  const watchers = new Map<string, Set<() => void>>();
  return {
    watch(reportId, seconds, signal) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, seconds * 1_000);
      signal.addEventListener('abort', () => resolve(), { once: true });
      const group = watchers.get(reportId) ?? new Set();
      watchers.set(reportId, group.add(resolve));
      return {
        promise,
        [Symbol.dispose]() {
          clearTimeout(timer);
          group.delete(resolve);
          if (group.size === 0 && watchers.get(reportId) === group) watchers.delete(reportId);
        },
      };
    },
    announce(reportId) {
      for (const resolve of watchers.get(reportId) ?? []) resolve();
    },
    announceAll() {
      for (const group of watchers.values()) for (const resolve of group) resolve();
    },
  };
}
