import { setTimeout as delay } from 'node:timers/promises';
import { asSuperuser } from '../as-superuser.ts';
import { fillReports } from '../fill-reports.ts';
import { startServer } from '../latency/start-server.ts';
import { quantile } from '../quantile.ts';
import type { Scenario } from '../scenario.ts';

const STORES = 1_000;
/** Of all stores, those that are asked for. */
const ASKED_STORES = 50;
const CALLS_OF_EACH = 5;
const PASSES = 3;
const SWEEPS = 1;
const APRIL = { periodStart: '2026-04-01T00:00:00Z', periodEnd: '2026-05-01T00:00:00Z' };
/** Whole scans of these would mean that something has no index. */
const LARGE_TABLES = ['reports', 'report_files', 'report_attempts', 'api_requests'];

const OPERATIONS = {
  create: 'POST a report',
  get: 'GET it',
  list: 'GET the first page of the list',
  filter: 'GET the list by status and type',
  cancel: 'POST its cancellation',
  sweep: 'sweep with nothing over, for each store',
} as const;
type Operation = keyof typeof OPERATIONS;
/** Milliseconds of each call. */
type Pass = Record<Operation, number[]>;

/** What a caller notices of how many reports there are: the same calls in a database with few and with a million. */
export const measureStores: Scenario = async ({ database, folder, options, say, signal }) => {
  const { superUrl } = database;
  const few = await fillReports(superUrl, { stores: ASKED_STORES, reportsOfEach: 1, from: 0 });
  const server = await startServer(database, folder, ['api']);
  try {
    const passesOver = async (storeIds: readonly string[], storesInAll: number): Promise<Pass[]> => {
      const secrets = await Promise.all(storeIds.map((storeId) => server.createToken(storeId)));
      const callers = storeIds.map((storeId, index) => ({ storeId, secret: secrets[index] as string }));
      const passes: Pass[] = [];
      for (let nth = 0; nth <= PASSES; nth += 1) {
        signal.throwIfAborted();
        // The first warms up.
        const pass = await callAll(server.baseUrl, callers);
        for (let left = SWEEPS; left > 0; left -= 1) {
          const start = performance.now();
          await server.sweep(signal);
          pass.sweep.push((performance.now() - start) / storesInAll);
        }
        if (nth > 0) passes.push(pass);
      }
      return passes;
    };
    say(`stores: ${ASKED_STORES} stores with a report each`);
    const empty = await passesOver(few, ASKED_STORES);
    const reportsOfEach = Math.round(options.rows / STORES);
    say(`stores: filling in ${STORES} stores with ${reportsOfEach} reports each`);
    const many = await fillReports(superUrl, { stores: STORES, reportsOfEach, from: ASKED_STORES });
    const before = await wholeScans(superUrl);
    const asked = many.filter((_, index) => index % (STORES / ASKED_STORES) === 0);
    say(`stores: ${ASKED_STORES} of the ${STORES} stores`);
    const full = await passesOver(asked, STORES + ASKED_STORES);
    // Postgres tells of its scans a moment later.
    await delay(1_500, undefined, { signal });
    const after = await wholeScans(superUrl);
    const scanned = LARGE_TABLES.filter((table) => (after[table] ?? 0) > (before[table] ?? 0));
    if (scanned.length > 0) throw new Error(`Read from end to end: ${scanned.join(', ')}.`);
    return { table: storesTable(empty, full, reportsOfEach), raw: { empty, full } };
  } finally {
    await server.stop();
  }
};

/** One caller after the other, so that nothing waits for anything but the database. */
async function callAll(
  baseUrl: string,
  callers: readonly { storeId: string; secret: string }[],
): Promise<Pass> {
  const pass: Pass = { create: [], get: [], list: [], filter: [], cancel: [], sweep: [] };
  for (let round = 0; round < CALLS_OF_EACH; round += 1) {
    for (const { storeId, secret } of callers) {
      const call = async (operation: Operation, path: string, body?: object): Promise<{ id: string }> => {
        const start = performance.now();
        const response = await fetch(`${baseUrl}/v2/core/stores/${storeId}${path}`, {
          method: body ? 'POST' : 'GET',
          headers: { Authorization: `Bearer ${secret}`, 'Content-Type': 'application/json' },
          ...(body ? { body: JSON.stringify(body) } : {}),
        });
        const answer = (await response.json()) as { ok: boolean; data: { id: string }; error?: string };
        pass[operation].push(performance.now() - start);
        if (!answer.ok) throw new Error(`${OPERATIONS[operation]}: ${answer.error}`);
        return answer.data;
      };
      const { id } = await call('create', '/reports', { type: 'PAYMENT_ACTIVITY', ...APRIL });
      await call('get', `/reports/${id}`);
      await call('list', '/reports');
      await call('filter', '/reports?status=SUCCEEDED&type=PAYMENT_ACTIVITY&page=3');
      await call('cancel', `/reports/${id}/cancel`, {});
    }
  }
  return pass;
}

async function wholeScans(superUrl: string): Promise<Record<string, number>> {
  return asSuperuser(superUrl, async (client) => {
    const { rows } = await client.query<{ name: string; scans: number }>(
      `select relname as name, seq_scan::int as scans from pg_stat_user_tables where schemaname = 'daybook'`,
    );
    return Object.fromEntries(rows.map(({ name, scans }) => [name, scans]));
  });
}

function storesTable(empty: readonly Pass[], full: readonly Pass[], reportsOfEach: number) {
  const of = (passes: readonly Pass[], operation: Operation, share: number) =>
    quantile(
      passes.map((pass) => quantile(pass[operation], share)),
      0.5,
    );
  const row = (operation: Operation) => {
    const values = [of(empty, operation, 0.5), of(full, operation, 0.5), of(empty, operation, 0.99), of(full, operation, 0.99)] as const; // prettier-ignore
    return [
      OPERATIONS[operation],
      ...values.map((value) => value.toFixed(1)),
      (values[1] / values[0]).toFixed(2),
      (values[3] / values[2]).toFixed(2),
    ];
  };
  return {
    title: `stores: milliseconds with hardly a report, and with ${STORES} stores of ${reportsOfEach} reports`,
    head: ['', 'p50 few', 'p50 many', 'p99 few', 'p99 many', 'ratio p50', 'ratio p99'],
    rows: (Object.keys(OPERATIONS) as Operation[]).map(row),
    notes: [
      `One call after the other, ${ASKED_STORES * CALLS_OF_EACH} of each in a pass; medians of ${PASSES} passes. No call read a large table from end to end.`,
    ],
  };
}
