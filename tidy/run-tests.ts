/**
 * `npm test [-- --random SEED --repeat N part-of-a-path …]`: runs every test file in a process of its own. The last line
 * is `N passed, N failed`. `npm run test:long` sets DAYBOOK_LONG=1: the files in `long/` too, and more trials in others.
 */
import { findTestFiles, limitOf } from './test-run/find-test-files.ts';
import { printProgress, printResults } from './test-run/print-results.ts';
import { positive, readArguments, type RunArguments, USAGE } from './test-run/read-arguments.ts';
import { runTestFile, type FileResult } from './test-run/run-test-file.ts';
import { setUp } from './test-run/set-up.ts';
import { shuffled } from './test-run/shuffled.ts';

const GRACE_SECONDS = 5;

const options = readOrLeave();
const profile = { long: process.env.DAYBOOK_LONG === '1' };
const stop = new AbortController();
const results: FileResult[] = [];
/** Failures outside of any test file. */
const faults: unknown[] = [];

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => fail(new Error(`interrupted by ${name}`)));
}
process.on('uncaughtException', fail);

try {
  const files = filesToRun();
  const tearDown = await setUp(options.root, files);
  try {
    await runAll(files);
  } finally {
    await tearDown();
  }
} catch (error) {
  fail(error);
}
printResults(results);
for (const fault of faults) console.log('\nFAILED  outside of the test files\n', fault);
finish();

/** Ends the run early; what was started is stopped on the way out. */
function fail(error: unknown): void {
  faults.push(error);
  stop.abort();
}

/** Asked for help, or for what there is not: says so and leaves before anything is started. */
function readOrLeave(): RunArguments {
  try {
    const asked = readArguments(process.argv.slice(2));
    if (asked) return asked;
    process.stdout.write(USAGE);
    process.exit(0);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\nSee npm test -- --help\n`);
    console.log('0 passed, 1 failed');
    process.exit(2);
  }
}

function filesToRun(): string[] {
  const { filters } = options;
  const found = findTestFiles(options.root, { filters, ...profile });
  const ordered = options.random === undefined ? found : shuffled(found, options.random);
  return Array.from({ length: options.repeat }, () => ordered).flat();
}

async function runAll(waiting: readonly string[]): Promise<void> {
  const queue = waiting.values();
  const lane = async (): Promise<void> => {
    for (const file of queue) {
      if (stop.signal.aborted) return;
      const limits = { seconds: limitOf(profile), graceSeconds: GRACE_SECONDS, signal: stop.signal };
      const result = await runTestFile(options.root, file, limits);
      results.push(result);
      printProgress(result, profile);
    }
  };
  const lanes = positive('DAYBOOK_TEST_CONCURRENCY', process.env.DAYBOOK_TEST_CONCURRENCY ?? '3');
  await Promise.all(Array.from({ length: lanes }, lane));
}

function finish(): void {
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.reduce((sum, result) => sum + result.failed.length, faults.length);
  const skipped = results.reduce((sum, result) => sum + result.skipped.length, 0);
  if (results.length === 0) console.log('no test file ran');
  const skips = skipped > 0 ? `, ${skipped} skipped` : '';
  const exitCode = failed > 0 || passed === 0 ? 1 : 0;
  // Leaves although something of the set-up may still be open, but not before the last line is out.
  process.stdout.write(`\n${passed} passed, ${failed} failed${skips}\n`, () => process.exit(exitCode));
}
