import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { IS_LONG } from '../../support/is-long.ts';
import { type FleetAtWork, openFleetAtWork } from '../../support/faults/fleet-at-work.ts';
import type { ReportWork } from '../../support/report-work.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import { pause, type WorkerFleet, type WorkerProcess } from '../../support/faults/worker-fleet.ts';

const KILLS = IS_LONG ? 200 : 20;
const PAYMENTS = 8_000;
const WORKERS = 4;
const KILLED_AT_ONCE = 2;
const IN_FLIGHT = 6;
const RECOVERED_P95_MS = 3_000;
const RECOVERED_MAX_MS = 10_000;

describe('workers that are killed in the middle', () => {
  let world: FleetAtWork;
  let fleet: WorkerFleet;
  let work: ReportWork;
  before(async () => {
    world = await openFleetAtWork(PAYMENTS);
    ({ fleet, work } = world);
  });
  after(() => world.close());

  it(`${KILLS} times: each report runs again within seconds and ends right, or says why not`, async (t) => {
    const random = seededRandom(20_261_123);
    const queued: string[] = [];
    const tookMs: number[] = [];
    await Promise.all(Array.from({ length: WORKERS }, () => fleet.start()));
    let starting: Promise<unknown> = Promise.resolve();
    let kills = 0;
    while (kills < KILLS) {
      await starting;
      const active = (await fleet.reports()).filter(isActive);
      for (let more = active.length; more < IN_FLIGHT; more += 1) queued.push(await work.queue());
      await pause(random.below(400));
      const reports = await fleet.reports();
      const busy = fleet.workers.filter((worker) => reports.some((report) => holds(worker, report)));
      const victims = busy.slice(0, Math.min(KILLED_AT_ONCE, KILLS - kills));
      kills += victims.length;
      starting = Promise.all(victims.map(() => fleet.start()));
      tookMs.push(...(await Promise.all(victims.map(killNow))).flat());
    }
    await starting;
    const ends = { SUCCEEDED: 0, FAILED: 0 };
    for (const id of queued) {
      const report = await work.ended(id);
      ends[report.status as keyof typeof ends] += 1;
      if (report.status === 'SUCCEEDED') await work.assertRight(id);
      else assert.deepEqual([report['errorCode'], report['attempts']], ['INTERNAL', 3]);
    }
    tookMs.sort((a, b) => a - b);
    const p95 = tookMs[Math.ceil(tookMs.length * 0.95) - 1] ?? 0;
    const max = tookMs.at(-1) ?? 0;
    t.diagnostic(`${KILLS} kills hit ${tookMs.length} reports; running again: p50 ${tookMs[tookMs.length >> 1]} ms, p95 ${p95} ms, max ${max} ms; ended: ${JSON.stringify(ends)}`); // prettier-ignore
    assert.ok(tookMs.length >= KILLS / 2, 'most kills met a report');
    assert.ok(p95 <= RECOVERED_P95_MS, `p95 ${p95} ms`);
    assert.ok(max <= RECOVERED_MAX_MS, `max ${max} ms`);
  });

  /** Resolves to how long each report that the worker held was with nobody, in milliseconds. */
  async function killNow(victim: WorkerProcess): Promise<number[]> {
    await fleet.kill(victim);
    const killedAt = performance.now();
    const held = (await fleet.reports()).filter((report) => holds(victim, report));
    return Promise.all(
      held.map(async ({ id, claim }) => {
        await fleet.until(([now]) => now && (now.claim !== claim || !isActive(now)), [id]);
        return Math.round(performance.now() - killedAt);
      }),
    );
  }
});

function holds(worker: WorkerProcess, report: { status: string; worker: number | null }): boolean {
  return report.status === 'PROCESSING' && report.worker === worker.number;
}

function isActive({ status }: { status: string }): boolean {
  return status === 'PENDING' || status === 'PROCESSING';
}
