import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { freePort } from '../../support/servers/free-port.ts';
import type { ReportAnswer, TestDaybook } from '../../support/daybook.ts';
import { type FleetAtWork, openFleetAtWork } from '../../support/faults/fleet-at-work.ts';
import { REPORT_WORK_REQUEST, type ReportWork } from '../../support/report-work.ts';
import { type ServerProcess, startProcess } from '../../support/servers/start-process.ts';
import { settingsOf, type WorkerFleet } from '../../support/faults/worker-fleet.ts';

const PAYMENTS = 20_000;
const CALLERS = 3;
const STOPPED_MAX_MS = 20_000;
const PROBED_EVERY_MS = 1_000;

describe('a rolling restart of every process under load', () => {
  let world: FleetAtWork;
  let daybook: TestDaybook;
  let fleet: WorkerFleet;
  let work: ReportWork;
  let ports: number[];
  const apis = new Map<number, ServerProcess>();
  const probes = new Map<number, { isReady: boolean; at: number }>();
  before(async () => {
    world = await openFleetAtWork(PAYMENTS);
    ({ daybook, fleet, work } = world);
    ports = [await freePort(), await freePort()];
    await Promise.all([fleet.start(), fleet.start(), ...ports.map(startApi)]);
  });
  after(() => world.close());

  async function startApi(port: number): Promise<void> {
    const settings = { ...settingsOf(daybook), PORT: String(port), PUBLIC_URL: daybook.baseUrl };
    const api = startProcess(['api'], settings);
    await api.until('"msg":"listening"');
    apis.set(port, api);
  }

  /** What a load balancer knows: whether the API said that it is ready when it was last asked, up to a second ago. */
  async function readiness(port: number): Promise<boolean> {
    const known = probes.get(port);
    if (known && performance.now() - known.at < PROBED_EVERY_MS) return known.isReady;
    const isReady = await fetch(`http://127.0.0.1:${port}/readyz`).then(
      (answer) => answer.text().then(() => answer.ok),
      () => false,
    );
    probes.set(port, { isReady, at: performance.now() });
    return isReady;
  }

  /** What a load balancer does: the next API that says it is ready gets the request. */
  async function balanced(
    path: string,
    init: RequestInit,
  ): Promise<{ status: number; data: unknown; port: number }> {
    for (let turn = 0; ; turn += 1) {
      const port = ports[turn % ports.length] as number;
      const isReady = await readiness(port);
      if (!isReady) continue;
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, init);
      const text = await answer.text();
      const isJson =
        answer.headers.get('content-type')?.startsWith('application/json') && path.startsWith('/v2');
      return {
        status: answer.status,
        data: isJson ? (JSON.parse(text) as { data: unknown }).data : text,
        port,
      };
    }
  }

  it('fails no request and costs no report an attempt', async (t) => {
    const failed: string[] = [];
    const reports: ReportAnswer[] = [];
    let requests = 0;
    let isOver = false;

    async function call<Data>(path: string, body?: object): Promise<Data | undefined> {
      requests += 1;
      const init = {
        method: body ? 'POST' : 'GET',
        headers: { Authorization: `Bearer ${work.store.secret}`, 'Content-Type': 'application/json' },
        ...(body ? { body: JSON.stringify(body) } : {}),
      };
      try {
        const { status, data } = await balanced(path, init);
        if (status < 300) return data as Data;
        failed.push(`${status} ${path}`);
      } catch (error) {
        failed.push(`${String((error as Error).cause ?? error)} ${path}`);
      }
      return undefined;
    }

    async function caller(): Promise<void> {
      const reportsPath = `/v2/core/stores/${work.store.storeId}/reports`;
      while (!isOver) {
        let report = await call<ReportAnswer>(reportsPath, REPORT_WORK_REQUEST);
        while (report && (report.status === 'PENDING' || report.status === 'PROCESSING')) {
          report = await call<ReportAnswer>(`${reportsPath}/${report.id}?wait=2`);
        }
        if (!report) return;
        reports.push(report);
        const link = await call<{ url: string }>(`${reportsPath}/${report.id}/download/csv`);
        if (link) await call(link.url.slice(new URL(link.url).origin.length));
      }
    }

    const load = Promise.all(Array.from({ length: CALLERS }, caller));
    const stoppedMs: number[] = [];
    for (const worker of [...fleet.workers]) {
      const startedAt = performance.now();
      const [code] = await Promise.all([fleet.stop(worker), fleet.start()]);
      stoppedMs.push(Math.round(performance.now() - startedAt));
      assert.equal(code, 0);
    }
    for (const port of ports) {
      const startedAt = performance.now();
      const api = apis.get(port) as ServerProcess;
      api.child.kill('SIGTERM');
      assert.equal(await api.ended(), 0);
      stoppedMs.push(Math.round(performance.now() - startedAt));
      await startApi(port);
    }
    isOver = true;
    await load;
    t.diagnostic(`${requests} requests, ${reports.length} reports; stopped in ${stoppedMs.join(', ')} ms`);
    assert.deepEqual(failed, []);
    assert.ok(reports.length > 0);
    for (const { id, status, attempts } of reports as (ReportAnswer & { attempts: number })[]) {
      assert.deepEqual([id, status, attempts], [id, 'SUCCEEDED', 1]);
    }
    assert.ok(Math.max(...stoppedMs) <= STOPPED_MAX_MS);
  });
});
