import type { Verdict } from './campaign.ts';
import { CHECKS } from './checks.ts';

const SHOWN_MAX = 10;

/** The verdict as people read it; `command` runs the same campaign again. */
export function inWords(verdict: Verdict, command: string): string {
  const { broken, evidence, recoveryMs, folder } = verdict;
  const lines = [
    ...figures(verdict),
    '',
    ...CHECKS.flatMap(({ promise }) => {
      const found = broken.get(promise) ?? [];
      const more = found.length > SHOWN_MAX ? [`         and ${found.length - SHOWN_MAX} more`] : [];
      return [`${found.length === 0 ? 'kept  ' : 'BROKEN'}   ${promise}`, ...found.slice(0, SHOWN_MAX).map((line) => `         ${line}`), ...more]; // prettier-ignore
    }),
    '',
    `Killed workers' reports were with nobody for: ${quantiles(recoveryMs)}`,
    `${evidence.history.length} lines of history${folder === undefined ? '' : `, kept with the logs in ${folder}`}`,
    ...(broken.size === 0 ? [] : ['', `Broken. The same faults at the same times: ${command}`]),
    '',
  ];
  return lines.join('\n');
}

function figures({ evidence: { history, reports } }: Verdict): string[] {
  const of = <Item>(items: readonly Item[], name: (item: Item) => string | undefined): string => {
    const counts = new Map<string, number>();
    for (const item of items) {
      const key = name(item);
      if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return [...counts].map(([key, count]) => `${count} ${key}`).join(', ') || 'none';
  };
  const written = history.reduce((sum, event) => sum + (event.kind === 'written' ? event.lines : 0), 0);
  return [
    `Faults:   ${of(history, (event) => (event.kind === 'fault' && event.phase === 'began' ? event.fault : undefined))}`,
    `Reports:  ${of(reports, ({ status }) => status)}`,
    `Attempts: ${of(reports, ({ attempts }) => `with ${attempts}`)}`,
    `Clients:  ${of(history, ({ kind }) => (['created', 'refused', 'downloaded', 'trouble'].includes(kind) ? kind : undefined))}; ${written} payments written`,
  ];
}

function quantiles(ascending: readonly number[]): string {
  if (ascending.length === 0) return 'none was hit';
  const at = (part: number): number => ascending[Math.max(0, Math.ceil(ascending.length * part) - 1)] ?? 0;
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, max ${at(1)} ms (${ascending.length} reports)`;
}
