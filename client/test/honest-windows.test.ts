import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { seededRandom, type SeededRandom } from '../../server/test/support/seeded-random.ts';
import { verifyLedger } from '../src/verify.ts';
import { ledgerFile, source, type Format } from './ledger-file.ts';
import { Operator, windowOf } from './operator.ts';
import { randomLedger, type Entry } from './random-ledger.ts';
import { HONEST_WINDOWS } from './trials.ts';

const VECTORS = new URL('../../docs/ledger-vectors.json', import.meta.url);
const operator = new Operator();

test('the published vectors are a good ledger, as CSV and as JSON', async () => {
  const { entries } = JSON.parse(readFileSync(VECTORS, 'utf8')) as { entries: Entry[] };
  for (const format of ['CSV', 'JSON'] as const) {
    const verdict = await verifyLedger({ files: [source('vectors', ledgerFile(entries, format))] });
    assert.deepEqual(verdict.fault, null);
    assert.equal(verdict.ledger?.rows, entries.length);
    assert.equal(verdict.ledger?.lastHash, entries.at(-1)?.hash);
  }
});

test(`${HONEST_WINDOWS} honest windows, read in chunks of any size, are never refused`, async () => {
  for (let trial = 0; trial < HONEST_WINDOWS; trial++) {
    const random = seededRandom(1000 + trial);
    const ledger = randomLedger(random, 1 + random.below(60));
    const [kind, periodStart, periodEnd] = randomPeriod(random, ledger, trial);
    const window = windowOf(ledger, periodStart, periodEnd);
    const format: Format = trial % 2 === 0 ? 'CSV' : 'JSON';
    const bytes = ledgerFile(window.entries, format);
    const verdict = await verifyLedger({
      files: [source(`ledger.${format.toLowerCase()}`, bytes, random)],
      manifests: [{ name: 'manifest.json', document: operator.manifest(window, ledger, format) }],
      keys: operator.keys,
      head: { name: 'head.json', document: operator.head(ledger) },
    });
    const what = `trial ${trial}, ${kind}, ${format}, ${window.entries.length} rows`;
    assert.deepEqual(verdict.fault, null, what);
    assert.equal(verdict.files[0]?.rows, window.entries.length, what);
    assert.equal(verdict.files[0]?.period, window.after ? 'closed' : 'complete as recorded', what);
    assert.equal(verdict.manifests[0]?.signature, 'valid', what);
  }
});

/** Empty, one instant, the first entries, the last ones, all, or anything. */
function randomPeriod(
  random: SeededRandom,
  ledger: readonly Entry[],
  trial: number,
): [string, string, string] {
  const instants = ledger.map(({ created_at: at }) => Date.parse(at));
  const first = instants[0] as number;
  const last = instants.at(-1) as number;
  const at = random.pick(instants);
  const between = first + random.below(last - first + 1);
  const periods: Record<string, [number, number]> = {
    'empty, before all': [first - 2000, first],
    'empty, after all': [last + 1, last + 5000],
    'empty or not': [at + 1, at + 2],
    'one instant': [at, at + 1],
    'the first': [first, between + 1],
    'the last': [between, last + 1],
    all: [first, last + 1],
    anything: [Math.min(at, between), Math.max(at, between) + 1],
  };
  const kind = Object.keys(periods)[trial % 8] as string;
  const [start, end] = periods[kind] as [number, number];
  return [kind, new Date(start).toISOString(), new Date(end).toISOString()];
}

test('four files in any order, CSV and JSON mixed, prove one unbroken run', async () => {
  const random = seededRandom(4);
  const ledger = randomLedger(random, 200);
  const quarters = [0, 50, 100, 150].map((from) => ledger.slice(from, from + 50));
  const files = quarters.map((entries, index) =>
    source(`q${index + 1}`, ledgerFile(entries, index % 2 === 0 ? 'CSV' : 'JSON'), random),
  );
  const shuffled = [2, 0, 3, 1].map((index) => files[index] as (typeof files)[number]);
  const verdict = await verifyLedger({ files: shuffled });
  assert.equal(verdict.fault, null);
  assert.deepEqual(
    verdict.files.map(({ name }) => name),
    ['q1', 'q2', 'q3', 'q4'],
  );
  assert.equal(verdict.ledger?.rows, 200);
  assert.equal(verdict.ledger?.closingBalance, ledger.at(-1)?.running_balance);
});
