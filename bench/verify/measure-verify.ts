import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { interleavedRounds } from '../interleaved-rounds.ts';
import { quantile } from '../quantile.ts';
import { ratio } from '../ratio.ts';
import type { ResultTable, Scenario } from '../scenario.ts';
import type { VerifyOrder, VerifyRun } from './child.ts';
import { writeLedgerFile } from './write-ledger-file.ts';

const ROWS = 1_000_000;
const SMALL_ROWS = 100_000;
const CHILD = fileURLToPath(new URL('child.ts', import.meta.url));

const CONTENDERS = ['usual-loop', 'one-call-loop', 'own-loop', 'verify-small', 'verify'] as const;
type Runs = Record<(typeof CONTENDERS)[number], VerifyRun[]>;

/** The offline verifier on a ledger file, against nothing but hashing as many messages of the same lengths. */
export const measureVerify: Scenario = async ({ folder, options, say, signal }) => {
  const paths = { [ROWS]: join(folder, 'ledger.csv'), [SMALL_ROWS]: join(folder, 'small.csv') };
  for (const [rows, path] of Object.entries(paths)) await writeLedgerFile(path, Number(rows));
  const runs = await interleavedRounds(CONTENDERS, options.rounds, async (name, round) => {
    say(`verify: round ${round} of ${options.rounds}${round === 0 ? ' (warm-up)' : ''}: ${name}`);
    const rows = name === 'verify-small' ? SMALL_ROWS : ROWS;
    const contender = name === 'verify-small' ? 'verify' : name;
    return runChild({ contender, path: paths[rows], rows }, signal);
  });
  return { table: verifyTable(runs), raw: runs };
};

async function runChild(order: VerifyOrder, signal: AbortSignal): Promise<VerifyRun> {
  const child = fork(CHILD, { signal });
  let run: VerifyRun | undefined;
  child.once('message', (message) => (run = message as VerifyRun));
  child.send(order);
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0 || !run) throw new Error(`The run ${order.contender} failed.`);
  return run;
}

function verifyTable(runs: Runs): ResultTable {
  const seconds = (name: keyof Runs) => runs[name].map((run) => run.seconds);
  const row = (title: string, name: keyof Runs, compared: string) => [
    title,
    quantile(seconds(name), 0.5).toFixed(2),
    (quantile(runs[name].map((run) => run.peakBytes), 0.5) / 1024 ** 2).toFixed(0),
    compared,
  ]; // prettier-ignore
  return {
    title: `verify: ${ROWS.toLocaleString('en-US')} ledger entries as CSV, each run in a fresh process`,
    head: ['', 'wall s', 'peak MiB', 'time ratio'],
    rows: [
      row('createHash of node:crypto, as many messages', 'usual-loop', ''),
      row('hash of node:crypto, as many messages', 'one-call-loop', ratio(seconds('one-call-loop'), seconds('usual-loop'))), // prettier-ignore
      row('SHA-256 for browsers, as many messages', 'own-loop', ratio(seconds('own-loop'), seconds('usual-loop'))), // prettier-ignore
      row('daybook verify, a tenth of the entries', 'verify-small', ''),
      row('daybook verify', 'verify', ratio(seconds('verify'), seconds('usual-loop'))),
    ],
    notes: [
      'Ratio of times to the first line, with least and most. A tenth of the entries shows that memory does not follow their number.',
    ],
  };
}
