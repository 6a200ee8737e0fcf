import type { Cluster } from '../cluster.ts';

/** One kind of trouble. What it does to which target for how long is in the schedule, made before anything starts. */
export type ChaosFault = {
  readonly name: string;
  /** Members, links (`worker-1>postgres`) or parts of the cluster. Of one target, one fault at a time. */
  readonly targets: readonly string[];
  /** The shortest and the longest that it lasts. */
  readonly durationMs: readonly [least: number, most: number];
  /** Why it cannot be done in this cluster; undefined when it can. */
  impossible?(cluster: Cluster): string | undefined;
  /** Does it, waits for `over`, and mends it, whatever happens. */
  inflict(step: { cluster: Cluster; target: string; random: number; over: Promise<void>; killed(target: string): void }): Promise<void>; // prettier-ignore
};
