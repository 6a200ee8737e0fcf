import type { ChaosFault } from './fault.ts';

/** The database ends without a checkpoint and recovers from its log. */
export const restartPostgres: ChaosFault = {
  name: 'restart-postgres',
  targets: ['postgres'],
  durationMs: [0, 3_000],
  async inflict({ cluster, over }) {
    await cluster.postgres.crash();
    await over;
    await cluster.postgres.start();
  },
};
