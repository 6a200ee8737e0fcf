import type { ProofStep } from './proof-steps.ts';

const PATHS = { PROVEN: 'M4 8l3 3 5.5-6', FAILED: 'M5 5l6 6M11 5l-6 6', UNCHECKED: 'M5 8h6' } as const;

/** A tick, a cross or a dash in a circle. What it means stands beside it in words. */
export function Mark({ state }: { state: ProofStep['state'] }) {
  return (
    <svg className="mark" data-state={state} viewBox="0 0 16 16" width="22" height="22" aria-hidden="true">
      <circle cx="8" cy="8" r="7.25" />
      <path d={PATHS[state]} />
    </svg>
  );
}
