/**
 * `npm run mutation -- --help`. No file of the tree is written: the changed code lies in `.tmp/mutation/` and is loaded
 * instead. The report is printed, and left in `.tmp/mutation/`.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findTestFiles } from '../test-run/find-test-files.ts';
import { setUp } from '../test-run/set-up.ts';
import { shuffled } from '../test-run/shuffled.ts';
import { makeMutants, type Mutant } from './make-mutants.ts';
import { printOutcome, reportLines, type Outcome } from './report.ts';
import { testMutant } from './test-mutant.ts';
import { testsOfMutants } from './tests-of-mutants.ts';

const ROOT = join(import.meta.dirname, '../..');
const WORK = join(ROOT, '.tmp/mutation');
const HELP = `npm run mutation -- [options] [folder or file …]

Changes the code in one small place after the other, and looks whether a test goes red.
Without a folder: server/src/domain and server/src/encode.

  --flows         also the tests of server/test/flows, over a real Postgres
  --tests a,b     only test files whose path contains a or b
  --sample N      only N of the changes, drawn by --seed
  --seed TEXT     "daybook" if not given
  --ids 17,18     only these changes, by the numbers of an earlier report
`;

/** Folders whose rules the fast tests beside the code hold; the others are held by flows over a real Postgres. */
const DEFAULT_FOLDERS = ['server/src/domain', 'server/src/encode'];
/** Tests beside the code. Those of the embedded parts start a Postgres each, and hold none of these rules. */
const BESIDE = /^server\/src\/(?!embedded\/)/;
const FLOWS = /^server\/test\/flows\//;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    flows: { type: 'boolean', default: false },
    sample: { type: 'string' },
    seed: { type: 'string', default: 'daybook' },
    ids: { type: 'string' },
    tests: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (options.help) {
  process.stdout.write(HELP);
  process.exit(0);
}
const sample = options.sample === undefined ? undefined : Number(options.sample);
if (sample !== undefined && !(Number.isSafeInteger(sample) && sample > 0)) {
  throw new Error(`--sample must be a whole number from 1, not ${options.sample}`);
}

const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stop.abort());

const folders = positionals.length === 0 ? DEFAULT_FOLDERS : positionals;
const tests = findTestFiles(ROOT, { filters: options.tests?.split(',') ?? [], long: false }).filter(
  (file) => BESIDE.test(file) || (options.flows && FLOWS.test(file)),
);
const tearDown = options.flows ? await setUp(ROOT, tests) : () => Promise.resolve();
try {
  for (const folder of folders) {
    if (!stop.signal.aborted) await mutate(folder);
  }
} finally {
  await tearDown();
}

async function mutate(folder: string): Promise<void> {
  const all = await makeMutants(ROOT, folder, WORK);
  const chosen = choose(all);
  console.log(`${folder}: ${all.length} mutants, ${chosen.length} of them tried; finding the tests of each`);
  const touched = await testsOfMutants({ root: ROOT, work: WORK, tests, signal: stop.signal });
  const outcomes: Outcome[] = [];
  for (const mutant of chosen) {
    if (stop.signal.aborted) break;
    const outcome = await testMutant({
      root: ROOT,
      mutant,
      tests: touched.get(mutant.id) ?? [],
      signal: stop.signal,
    });
    if (stop.signal.aborted) break;
    outcomes.push(outcome);
    printOutcome(outcome, outcomes.length, chosen.length);
  }
  const report = reportLines(folder, outcomes, all.length).join('\n');
  writeFileSync(join(WORK, `${folder.replaceAll('/', '-')}.txt`), `${report}\n`);
  console.log(`\n${report}`);
}

function choose(all: readonly Mutant[]): Mutant[] {
  if (options.ids) {
    const ids = new Set(options.ids.split(','));
    return all.filter((mutant) => ids.has(mutant.id));
  }
  if (sample === undefined) return [...all];
  const byId = new Map(all.map((mutant) => [mutant.id, mutant]));
  const drawn = shuffled([...byId.keys()], options.seed).slice(0, sample);
  return drawn.flatMap((id) => byId.get(id) ?? []);
}
