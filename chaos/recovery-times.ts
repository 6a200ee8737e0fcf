import type { Evidence } from './evidence.ts';

type Span = { from: number; to: number };

/**
 * How long each report whose worker was killed was with nobody, in milliseconds, ascending. Time in which no other
 * worker was there either does not count: nobody could have taken it up.
 */
export function recoveryTimes({ history, changes }: Pick<Evidence, 'history' | 'changes'>): number[] {
  const byReport = [...Map.groupBy(changes, ({ reportId }) => reportId).values()];
  const deserted = spansWithoutWorkers(history);
  return history
    .flatMap((kill) => {
      if (kill.kind !== 'killed') return [];
      return byReport.flatMap((own) => {
        const held = own.findLast(({ committedAt }) => committedAt <= kill.at);
        if (held?.status !== 'PROCESSING' || held.worker !== kill.worker) return [];
        const next = own.find(({ committedAt, claim, status }) => committedAt > kill.at && (claim !== held.claim || status !== 'PROCESSING')); // prettier-ignore
        if (next === undefined) return [];
        const idle = deserted.reduce((sum, span) => sum + overlap(span, { from: kill.at, to: next.committedAt }), 0); // prettier-ignore
        return [Math.round(next.committedAt - kill.at - idle)];
      });
    })
    .toSorted((a, b) => a - b);
}

function spansWithoutWorkers(history: Evidence['history']): Span[] {
  const there = new Set<string>();
  const spans: Span[] = [];
  let since: number | undefined;
  for (const event of history) {
    if (event.kind === 'ready' && event.member.startsWith('worker')) there.add(event.member);
    else if (event.kind === 'killed') there.delete(event.member);
    else continue;
    if (there.size === 0) since ??= event.at;
    else if (since !== undefined) {
      spans.push({ from: since, to: event.at });
      since = undefined;
    }
  }
  return spans;
}

function overlap(a: Span, b: Span): number {
  return Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from));
}
