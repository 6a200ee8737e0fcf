import type { ActivityLine } from './activity-line.ts';

/** Something that happened in the demo store: when, what the platform then sends, what it does to the balance. */
export type DemoEvent = {
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  readonly line: ActivityLine;
  readonly balanceChange: number;
};
