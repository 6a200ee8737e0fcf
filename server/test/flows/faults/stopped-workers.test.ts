import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { IS_LONG } from '../../support/is-long.ts';
import { type FleetAtWork, openFleetAtWork } from '../../support/faults/fleet-at-work.ts';
import type { ReportWork } from '../../support/report-work.ts';
import type { WorkerFleet, WorkerProcess } from '../../support/faults/worker-fleet.ts';

/** One round stops three workers at once. */
const ROUNDS = IS_LONG ? 17 : 1;
const PAYMENTS = 60_000;
const STOPPED_AT_ONCE = 3;
const TAKEN_OVER_MAX_MS = 60_000;

describe('workers that are stopped in the middle (SIGSTOP) and wake up later', () => {
  let world: FleetAtWork;
  let fleet: WorkerFleet;
  let work: ReportWork;
  before(async () => {
    world = await openFleetAtWork(PAYMENTS);
    ({ fleet, work } = world);
  });
  after(() => world.close());

  it(`${ROUNDS * STOPPED_AT_ONCE} of them: others take over, and nothing that the sleepers do later changes a file`, async (t) => {
    const tookMs: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const sleepers = await Promise.all(Array.from({ length: STOPPED_AT_ONCE }, () => fleet.start()));
      const queued: string[] = [];
      const left = new Map<string, string | null>();
      for (const sleeper of sleepers) await stopInTheMiddle(sleeper, queued, left);
      const stoppedAt = performance.now();
      const helpers = await Promise.all([fleet.start(), fleet.start()]);
      for (const [id, claim] of left) {
        await fleet.until(([report]) => report && report.claim !== claim, [id]);
        tookMs.push(Math.round(performance.now() - stoppedAt));
      }
      for (const id of queued) await work.assertRight(id);
      for (const sleeper of sleepers) sleeper.child.kill('SIGCONT');
      for (const sleeper of sleepers) await sleeper.until(/report attempt failed|the claim was lost/);
      for (const worker of [...sleepers, ...helpers]) assert.equal(await fleet.stop(worker), 0);
      for (const id of queued) await work.assertRight(id);
    }
    tookMs.sort((a, b) => a - b);
    t.diagnostic(
      `${tookMs.length} reports taken over: p50 ${tookMs[tookMs.length >> 1]} ms, max ${tookMs.at(-1)} ms`,
    );
    assert.ok((tookMs.at(-1) ?? 0) <= TAKEN_OVER_MAX_MS);
  });

  /** Stops it while it holds a report, and notes its reports with their claims. */
  async function stopInTheMiddle(
    sleeper: WorkerProcess,
    queued: string[],
    left: Map<string, string | null>,
  ): Promise<void> {
    for (;;) {
      queued.push(await work.queue());
      await fleet.until((reports) => reports.every(({ id, status, worker }) => !queued.includes(id) || (status === 'PROCESSING' && worker !== null) || status === 'SUCCEEDED')); // prettier-ignore
      sleeper.child.kill('SIGSTOP');
      const held = (await fleet.reports()).filter((report) => report.worker === sleeper.number && report.status === 'PROCESSING'); // prettier-ignore
      for (const { id, claim } of held) left.set(id, claim);
      if (held.length > 0) return;
      sleeper.child.kill('SIGCONT');
    }
  }
});
