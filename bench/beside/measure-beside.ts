import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { activityLines } from '../activity-lines.ts';
import { fillPayments, FILLED_PERIOD } from '../fill-payments.ts';
import { timeReport } from '../latency/time-report.ts';
import { openBooks } from '../open-books.ts';
import { quantile } from '../quantile.ts';
import type { Scenario } from '../scenario.ts';
import { startWorkerProcess } from '../worker-process.ts';
import type { LoopDelay, OrderedServer, ServerOrder } from './ordered-server.ts';

const CHILD = fileURLToPath(new URL('child.ts', import.meta.url));
const REQUESTS_PER_SECOND = 100;
const TOKENS = 4;
const IDLE_MS = 10_000;

/** Whether the worker is in the API's process, as with `npm start`, or has one of its own. */
const LAYOUTS = { one: 'API and worker in one process', two: 'a worker process of its own' } as const;
type Layout = keyof typeof LAYOUTS;

type Heard = { readonly latencies: readonly number[]; readonly loop: LoopDelay };

/** What callers of the API notice of a big export beside it: GET of a report and of the list, a fixed number each second. */
export const measureBeside: Scenario = async ({ database, folder, options, say, signal }) => {
  const books = openBooks(database);
  const [big, small] = [await books.createStore(), await books.createStore()];
  await books.record(small, activityLines('', 10));
  await books.close();
  say(`beside: filling in ${options.rows.toLocaleString('en-US')} payments`);
  await fillPayments(database.superUrl, big, options.rows);
  const raw: Record<string, { idle: Heard; beside: Heard; seconds: number }> = {};
  for (const layout of Object.keys(LAYOUTS) as Layout[]) {
    const child = fork(CHILD, { signal, execArgv: ['--conditions=source'] });
    const roles = layout === 'one' ? (['api', 'worker'] as const) : (['api'] as const);
    child.send({ database, folder, roles, stores: [big, small], tokens: TOKENS } satisfies ServerOrder);
    const [{ baseUrl, secrets }] = (await once(child, 'message')) as [OrderedServer];
    const worker = layout === 'two' ? await startWorkerProcess(database, { folder }) : undefined;
    try {
      const access = (storeId: string) => ({ baseUrl, storeId, secret: secrets[storeId]?.[0] as string });
      const { id } = await timeReport(access(small));
      const paths = [`/reports/${id}`, '/reports'].map((path) => `${baseUrl}/v2/core/stores/${small}${path}`);
      const listen = async (until: Promise<unknown>): Promise<Heard> => {
        await askDelay();
        const latencies = await askSteadily(paths, secrets[small] as string[], until);
        return { latencies, loop: await askDelay() };
      };
      const askDelay = async (): Promise<LoopDelay> => {
        const told = once(child, 'message') as Promise<[LoopDelay]>;
        child.send('delay');
        return (await told)[0];
      };
      await listen(delay(IDLE_MS / 5, undefined, { signal }));
      say(`beside: ${LAYOUTS[layout]}, idle`);
      const idle = await listen(delay(IDLE_MS, undefined, { signal }));
      say(`beside: ${LAYOUTS[layout]}, a report of ${options.rows.toLocaleString('en-US')} rows`);
      const start = performance.now();
      const exported = timeReport(access(big), FILLED_PERIOD, ['CSV', 'JSON']);
      const beside = await listen(exported);
      const { rowCount } = await exported;
      if (rowCount !== options.rows) throw new Error(`The report has ${rowCount} rows of ${options.rows}.`);
      raw[layout] = { idle, beside, seconds: (performance.now() - start) / 1_000 };
    } finally {
      await worker?.stop();
      if (child.connected) child.disconnect();
    }
  }
  return { table: besideTable(raw), raw };
};

/** Asks at fixed times, however long answers take, until `until` settles. Resolves to the milliseconds from then to each answer's end. */
async function askSteadily(
  paths: readonly string[],
  secrets: readonly string[],
  until: Promise<unknown>,
): Promise<number[]> {
  // prettier-ignore
  let over = false;
  void until.finally(() => (over = true)).catch(() => {});
  const latencies: number[] = [];
  const asked: Promise<void>[] = [];
  const start = performance.now();
  for (let nth = 0; !over; nth += 1) {
    const due = start + (nth * 1_000) / REQUESTS_PER_SECOND;
    await delay(Math.max(0, due - performance.now()));
    asked.push(ask(paths[nth % paths.length] as string, secrets[nth % secrets.length] as string));
  }
  await Promise.all(asked);
  return latencies;

  async function ask(url: string, secret: string): Promise<void> {
    const sentAt = performance.now();
    const response = await fetch(url, { headers: { Authorization: `Bearer ${secret}` } });
    await response.text();
    if (response.status !== 200) throw new Error(`GET ${url} was answered with ${response.status}.`);
    latencies.push(performance.now() - sentAt);
  }
}

function besideTable(raw: Record<Layout, { idle: Heard; beside: Heard; seconds: number }>) {
  const row = (name: string, { latencies, loop }: Heard) => [
    name,
    `${latencies.length}`,
    ...[0.5, 0.99, 1].map((share) => quantile(latencies, share).toFixed(1)),
    loop.p99.toFixed(1),
    loop.most.toFixed(1),
  ];
  return {
    title: `beside: ${REQUESTS_PER_SECOND} requests a second (GET of a report and of the list), milliseconds`,
    head: ['', 'requests', 'p50', 'p99', 'most', 'loop p99', 'loop most'],
    rows: (Object.keys(LAYOUTS) as Layout[]).flatMap((layout) => [
      row(`${LAYOUTS[layout]}: idle`, raw[layout].idle),
      row(`  beside an export of ${raw[layout].seconds.toFixed(0)} s`, raw[layout].beside),
    ]),
    notes: ['loop: how late the event loop of the API’s process was.'],
  };
}
