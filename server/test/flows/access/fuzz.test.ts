/**
 * Requests of every kind, good and bad, made from the server's own openapi.json. DAYBOOK_TEST_SEED=<number> repeats a
 * run: the seed is in the name of the suite, and fast-check prints the plan of the request that failed.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { listActiveReportIds, markCanceled } from '../../../src/db/reports.ts';
import { inStore } from '../../../src/db/transaction.ts';
import { IS_LONG } from '../../support/is-long.ts';
import { createAccessWorld } from '../../support/access/access-world.ts';
import { type ApiOperation, type OpenApi, readOperations } from '../../support/requests/api-operations.ts';
import { startDaybook, type TestDaybook } from '../../support/daybook.ts';
import {
  createFuzzedWorld,
  type FuzzedWorld,
  plannedRequest,
} from '../../support/requests/planned-request.ts';
import { type RawAnswer, type RawRequest, sendRaw } from '../../support/requests/raw-http.ts';
import { jsonOf, operationOf, queryOf, requestFaults } from '../../support/requests/request-faults.ts';
import { isKept, type RequestPlan, requestPlans } from '../../support/requests/request-plans.ts';
import { unreasonedFields } from '../../support/requests/spec-reasons.ts';
import { createTestClock } from '../../support/test-clock.ts';
import { TEST_SEED } from '../../support/test-seed.ts';

const REQUESTS = IS_LONG ? 20_000 : 2_000;
/** Finding a smaller request that fails as well ends then too. */
const TIME_MAX_MS = IS_LONG ? 1_200_000 : 100_000;
/** 20 requests in a second of the clock: nobody comes near the limit of 60. */
const BETWEEN_REQUESTS_MS = 50;
const MONTH = { periodStart: '2026-04-01T00:00:00Z', periodEnd: '2026-05-01T00:00:00Z' };

const ADD_MEMBER = 'POST /v2/stores/{storeId}/members';

type Fields = Record<string, unknown>;
const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : 1);
type Failure = { code: string; requestId: string; details?: { path: string }[] };

describe(`${REQUESTS} requests made from openapi.json (DAYBOOK_TEST_SEED=${TEST_SEED})`, () => {
  const clock = createTestClock();
  let daybook: TestDaybook;
  let world: FuzzedWorld;
  let operations: ApiOperation[];
  let isFailure: ApiOperation['answers'][string];
  /** By operation: how often each status was seen. */
  const seen = new Map<string, Map<number, number>>();
  const members = new Set<string>();
  before(async () => {
    daybook = await startDaybook({ clock, settings: { trustedProxies: ['127.0.0.1'] } });
    const access = await createAccessWorld(daybook, clock);
    world = await createFuzzedWorld(access, (await access.store.export(MONTH)).report.id);
    const response = await fetch(`${daybook.baseUrl}/openapi.json`);
    ({ operations, isFailure } = readOperations((await response.json()) as OpenApi));
  });
  after(() => daybook.stop());

  it('are answered as it says, never with a 5xx; no wrong one is taken, no right one refused without a reason', async (t) => {
    await fc.assert(
      fc.asyncProperty(requestPlans(operations), async (plan) => {
        clock.advance(BETWEEN_REQUESTS_MS);
        const operation = operations.find(
          ({ method, path }) => `${method} ${path}` === plan.operation,
        ) as ApiOperation;
        const request = await plannedRequest(world, operation, plan);
        const answer = await sendRaw(daybook.baseUrl, request);
        judge(plan, request, answer);
        if (operation.path.endsWith('/cancel')) await cancelAll();
      }),
      {
        seed: TEST_SEED,
        numRuns: REQUESTS,
        plugins: [fc.interruptAfterTimeLimit(TIME_MAX_MS, { failOnInterrupt: true })],
      },
    );
    for (const [operation, statuses] of [...seen].toSorted(byName)) t.diagnostic(`${operation}: ${JSON.stringify(Object.fromEntries(statuses))}`); // prettier-ignore
  });

  it('reached every operation, and each was done at least once', () => {
    const done = ({ method, path }: ApiOperation) => [...(seen.get(`${method} ${path}`)?.keys() ?? [])].some((status) => status < 300); // prettier-ignore
    assert.deepEqual(operations.filter((operation) => !done(operation)).map(({ method, path }) => `${method} ${path}`), []); // prettier-ignore
  });

  it('leave a server that is alive, ready, and still makes reports', async () => {
    clock.advance(60_000);
    for (const path of ['/healthz', '/readyz'])
      assert.equal((await fetch(daybook.baseUrl + path)).status, 200);
    assert.equal((await world.store.export(MONTH)).report.status, 'SUCCEEDED');
  });

  /** What was made to be cancelled and was not would stay, and ten at once are the limit. */
  async function cancelAll(): Promise<void> {
    await inStore(daybook.context.database, world.store.storeId, async (transaction) => {
      const now = clock();
      for (const id of await listActiveReportIds(transaction, now))
        await markCanceled(transaction, id, 'Made to be cancelled.', now);
    });
  }

  function judge(plan: RequestPlan, request: RawRequest, answer: RawAnswer): void {
    const told = `${request.method} ${request.target.slice(0, 300)} was answered ${answer.status} ${answer.text.slice(0, 600)}`;
    assert.ok(answer.status >= 200 && answer.status < 500, told);
    assert.match(answer.headers['content-type'] ?? '', /^application\/json; charset=utf-8$/, told);
    assert.equal(answer.headers['cache-control'], 'no-store', told);
    const body = JSON.parse(answer.text) as Failure;
    if (answer.status >= 400) {
      assert.ok(isFailure?.(body), told);
      assert.equal(body.requestId, answer.headers['x-request-id'], told);
    }
    if (answer.status === 429) assert.ok(Number(answer.headers['retry-after']) > 0, told);
    // What is no HTTP has reached no operation, whatever its path says.
    if (answer.status === 400 && /well-formed HTTP|headers are too large/.test(answer.text)) return assert.ok(!isKept(plan), told); // prettier-ignore
    const operation = operationOf(operations, request);
    if (!operation) return assert.ok([400, 404, 413, 415, 429].includes(answer.status), told);
    judgeOperation(operation, plan, request, { ...answer, body }, told);
  }

  function judgeOperation(
    operation: ApiOperation,
    plan: RequestPlan,
    request: RawRequest,
    { status, body }: RawAnswer & { body: Failure },
    told: string,
  ): void {
    const name = `${operation.method} ${operation.path}`;
    const statuses = seen.get(name) ?? new Map<number, number>();
    seen.set(name, statuses.set(status, (statuses.get(status) ?? 0) + 1));
    const isAsTold = operation.answers[status];
    assert.ok(isAsTold, `${told}, which openapi.json does not know of`);
    assert.ok(isAsTold(body), `${told}, against its schema: ${JSON.stringify(isAsTold.errors)}`);
    const faults = requestFaults(operation, request);
    if (faults.length > 0) return assert.ok(status >= 400, `${told}, in spite of ${faults.join(', ')}`);
    const fields = { ...queryOf(request.target), ...(jsonOf(request.body)?.value as Fields | undefined) };
    if (status === 201 && name === ADD_MEMBER) members.add(String(fields['email']));
    if (!isKept(plan) || body.code !== 'INVALID_REQUEST') return;
    const unreasoned = unreasonedFields((body.details ?? []).map(({ path }) => path), fields, members); // prettier-ignore
    assert.deepEqual(unreasoned, [], `${told}, without a reason`);
    assert.ok(body.details, `${told}, without naming what is wrong`);
  }
});
