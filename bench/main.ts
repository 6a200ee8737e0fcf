import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startPostgres } from '../server/src/embedded/postgres.ts';
import { createBenchDatabase } from './bench-database.ts';
import { measureBeside } from './beside/measure-beside.ts';
import { describeMachine } from './describe-machine.ts';
import { measureExports } from './export/measure-exports.ts';
import { measureLedgerExports } from './export/measure-ledger-exports.ts';
import { measureFairness } from './fairness/measure-fairness.ts';
import { formatTable } from './format-table.ts';
import { measureImports } from './import/measure-imports.ts';
import { measureLatency } from './latency/measure-latency.ts';
import { loadAverage } from './load-average.ts';
import { readArguments, USAGE } from './read-arguments.ts';
import { saveResults } from './save-results.ts';
import type { BenchOptions, Scenario } from './scenario.ts';
import { measureMemory } from './memory/measure-memory.ts';
import { measurePolling } from './polling/measure-polling.ts';
import { measureStores } from './stores/measure-stores.ts';
import { measureVerify } from './verify/measure-verify.ts';
import { measureWorkers } from './workers/measure-workers.ts';

const TEMPORARY = fileURLToPath(new URL('../.tmp/', import.meta.url));
const SCENARIOS = {
  export: measureExports,
  ledger: measureLedgerExports,
  latency: measureLatency,
  polling: measurePolling,
  memory: measureMemory,
  workers: measureWorkers,
  fairness: measureFairness,
  beside: measureBeside,
  stores: measureStores,
  import: measureImports,
  verify: measureVerify,
};
type ScenarioName = keyof typeof SCENARIOS;

/** Measures side by side, on a Postgres of its own that is gone afterwards. Tables on stdout, progress on stderr. */
async function bench(
  names: readonly ScenarioName[],
  options: BenchOptions,
  signal: AbortSignal,
): Promise<void> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  await mkdir(TEMPORARY, { recursive: true });
  const folder = await mkdtemp(join(TEMPORARY, 'bench-'));
  try {
    const postgres = await startPostgres({ dataDirectory: join(folder, 'postgres'), log: say });
    try {
      const machine = await describeMachine(postgres.url('postgres', 'postgres'));
      process.stdout.write(`${machine}\n\n`);
      const results: Record<string, unknown> = {};
      for (const name of names) {
        signal.throwIfAborted();
        const scenario: Scenario = SCENARIOS[name];
        const loadBefore = loadAverage();
        const database = await createBenchDatabase(postgres, `bench_${name}`);
        const files = await mkdtemp(join(folder, 'files-'));
        const { table, raw } = await unlessAborted(
          signal,
          scenario({ database, options, folder: files, say, signal }),
        );
        await rm(files, { recursive: true });
        const load = { before: loadBefore, after: loadAverage() };
        const notes = [...table.notes, `Load average: ${load.before} before, ${load.after} after.`];
        process.stdout.write(`${formatTable({ ...table, notes })}\n`);
        results[name] = { table, load, raw };
      }
      say(`Every measurement: ${await saveResults({ machine, options, results })}`);
    } finally {
      await postgres.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Rejects as soon as the signal fires: what still runs then ends with its database and this process. */
async function unlessAborted<Result>(signal: AbortSignal, running: Promise<Result>): Promise<Result> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason as Error);
  signal.addEventListener('abort', abort);
  try {
    return await Promise.race([running, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
    running.catch(() => {});
  }
}

const stopping = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    stopping.abort();
    // Connections in use break when their Postgres ends; nothing of that may keep us from cleaning up.
    process.on('uncaughtException', () => {});
  });
}

try {
  const asked = readArguments(process.argv.slice(2), Object.keys(SCENARIOS) as ScenarioName[]);
  if (asked) await bench(asked.names, asked.options, stopping.signal);
  else process.stdout.write(USAGE);
} catch (error) {
  const { message, stack } = error as Error;
  if (!stopping.signal.aborted) process.stderr.write(`${stack ?? message}\n`);
  process.exit(stopping.signal.aborted ? 130 : 1);
}
