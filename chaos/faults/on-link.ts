import type { Fault } from '../../server/test/support/faults/fault-proxy.ts';
import type { ChaosFault } from './fault.ts';
import { linkOf } from './member-of.ts';

/** A fault of lines: `make` gets 0 ≤ random < 1, the same in every run of the seed. */
export function onLink(
  name: string,
  targets: readonly string[],
  durationMs: ChaosFault['durationMs'],
  make: (random: number) => Fault,
): ChaosFault {
  const s3 = targets.every((target) => target.endsWith('>s3'));
  return {
    name,
    targets,
    durationMs,
    impossible: ({ objects }) => (s3 && !objects.endpoint ? 'files are in a folder, not in S3' : undefined),
    async inflict({ cluster, target, random, over }) {
      const link = linkOf(cluster, target);
      link.set(make(random));
      await over;
      link.set(undefined);
    },
  };
}
