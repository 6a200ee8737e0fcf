import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { seededRandom } from '../../server/test/support/seeded-random.ts';
import { UnreadableInput, verifyLedger, type Source } from '../src/verify.ts';
import { ATTACKS_ON_ROWS } from './attacks-on-rows.ts';
import { damaged } from './damaged.ts';
import { ledgerFile, source, type Format } from './ledger-file.ts';
import { copyOf, randomLedger } from './random-ledger.ts';
import { JUDGED_FILES } from './trials.ts';

const VERIFY_PY = fileURLToPath(new URL('../../docs/verify.py', import.meta.url));
const ATTACKS = Object.entries(ATTACKS_ON_ROWS);
const folder = mkdtempSync(join(tmpdir(), 'daybook-two-verifiers-'));
after(() => rmSync(folder, { recursive: true }));

const skip = python('--version').status === 0 ? false : 'there is no python3 on this machine';

/** What both verifiers say of a file: the command's exit code, and of a bad row its line and field. */
type Judgement = [exitCode: number, line: number | null, field: string | null];

test(
  `of ${JUDGED_FILES} good and bad files two verifiers without shared code judge the same`,
  { skip },
  async () => {
    const files = Array.from({ length: JUDGED_FILES }, (_, number) => randomFile(number));
    files.forEach(({ bytes }, number) => writeFileSync(join(folder, String(number)), bytes));
    const paths = files.map((_, number) => join(folder, String(number)));
    const { stdout, stderr } = python('--each', paths.join('\n'));
    assert.equal(stderr, '');
    const theirs = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Judgement);
    assert.equal(theirs.length, files.length);
    const seen = [0, 0, 0];
    for (const [number, { what, bytes }] of files.entries()) {
      const [code, line, field] = await judge([source('file', bytes)]);
      const [theirCode, theirLine, theirField] = theirs[number] as Judgement;
      assert.deepEqual(
        [theirCode, theirLine],
        [code, line],
        `file ${number}, ${what}, field ${field}/${theirField}`,
      );
      // A row that cannot be read at all has no field here; there it may be known by one already.
      if (field !== null && theirField !== 'row') assert.equal(theirField, field, `file ${number}, ${what}`);
      seen[code] = (seen[code] ?? 0) + 1;
    }
    assert.ok(Number(seen[0]) > JUDGED_FILES / 5 && Number(seen[1]) > JUDGED_FILES / 2, seen.join());
  },
);

test('the one in Python takes several files in any order, and names a gap between them', { skip }, () => {
  const ledger = randomLedger(seededRandom(5), 60);
  const quarters = [0, 15, 30, 45].map((from, index) => {
    const path = join(folder, `quarter-${index}`);
    writeFileSync(path, ledgerFile(ledger.slice(from, from + 15), index % 2 === 0 ? 'CSV' : 'JSON'));
    return path;
  });
  const all = run([2, 0, 3, 1].map((index) => quarters[index] as string));
  assert.match(all.stdout, /^OK 60 entries, up to sequence 60, /);
  assert.equal(all.status, 0);
  const gap = run([3, 0, 1].map((index) => quarters[index] as string));
  assert.match(gap.stdout, /quarter-3: line 2, sequence 46: sequence: expected 31, found '46'/);
  assert.equal(gap.status, 1);
  assert.equal(run([join(folder, 'nowhere')]).status, 2);
});

/** A good ledger's file, or one with an attack on its rows or damage to its bytes. */
function randomFile(number: number): { what: string; bytes: Buffer } {
  const random = seededRandom(90_000 + number);
  const format: Format = random.pick(['CSV', 'JSON']);
  const good = randomLedger(random, 8 + random.below(40));
  // A file may start anywhere in its ledger.
  const entries = copyOf(random.below(2) === 0 ? good : good.slice(1 + random.below(4)));
  if (number % 4 === 0) return { what: `good ${format}`, bytes: ledgerFile(entries, format) };
  if (number % 4 === 1) return damaged(ledgerFile(entries, format), random);
  const [name, { attack }] = ATTACKS[(number >> 1) % ATTACKS.length] as (typeof ATTACKS)[number];
  attack(entries, 1 + random.below(entries.length - 3), random);
  return { what: `${name}, ${format}`, bytes: ledgerFile(entries, format) };
}

async function judge(files: Source[]): Promise<Judgement> {
  try {
    const { ok, fault } = await verifyLedger({ files });
    return [ok ? 0 : 1, fault?.line ?? null, fault?.field ?? null];
  } catch (error) {
    if (error instanceof UnreadableInput) return [2, null, null];
    throw error;
  }
}

function run(paths: string[]): ReturnType<typeof python> {
  return spawnSync('python3', [VERIFY_PY, ...paths], { encoding: 'utf8' });
}

function python(option: string, input = ''): { status: number | null; stdout: string; stderr: string } {
  const script = option === '--version' ? [] : [VERIFY_PY];
  return spawnSync('python3', [...script, option], { encoding: 'utf8', input, maxBuffer: 1 << 26 });
}
