import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, describe, it } from 'node:test';
import { ledgerFile } from '../../client/test/ledger-file.ts';
import { Operator, windowOf } from '../../client/test/operator.ts';
import { randomLedger } from '../../client/test/random-ledger.ts';
import { seededRandom } from '../../server/test/support/seeded-random.ts';
import { createProgressLine } from '../src/progress-line.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const ALWAYS = { periodStart: '2000-01-01T00:00:00.000Z', periodEnd: '2099-01-01T00:00:00.000Z' };

describe('daybook verify', () => {
  let folder: string;
  const operator = new Operator();
  const ledger = randomLedger(seededRandom(20_261_122), 40);
  const middle = ledger[20]?.created_at as string;
  const halves = [
    windowOf(ledger, ALWAYS.periodStart, middle),
    windowOf(ledger, middle, ALWAYS.periodEnd),
  ] as const;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'daybook-cli-'));
    const [first, second] = halves;
    const changed = first.entries.map((entry, at) =>
      at === 3 ? { ...entry, amount: entry.amount + 1 } : entry,
    );
    const pages: Record<string, Buffer | object | string> = {
      'first.csv': ledgerFile(first.entries, 'CSV'),
      'second.json': ledgerFile(second.entries, 'JSON'),
      'bad.csv': ledgerFile(changed, 'CSV'),
      'first-manifest.json': { ok: true, data: operator.manifest(first, ledger, 'CSV') },
      'second-manifest.json': operator.manifest(second, ledger, 'JSON'),
      'keys.json': (operator.keys as { jwks: object }).jwks,
      'key.pem': operator.pem,
      'head.json': { ok: true, data: operator.head(ledger) },
      'other-keys.json': (new Operator().keys as { jwks: object }).jwks,
      'empty.csv': '',
      'notes.txt': 'Dear auditor,\nall is well.\n',
    };
    for (const [name, page] of Object.entries(pages)) {
      const text = typeof page === 'string' || Buffer.isBuffer(page) ? page : JSON.stringify(page);
      await writeFile(join(folder, name), text);
    }
  });
  after(() => rm(folder, { recursive: true }));

  function daybook(...words: string[]) {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--conditions=source', MAIN, ...words], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, FORCE_COLOR: '1' },
    });
    return { status, stdout, stderr };
  }

  it('proves files in any order, in both formats, with manifests, keys and a kept head, on one screen', () => {
    const { status, stdout, stderr } = daybook(
      ...['verify', 'second.json', 'first.csv', '--manifest', 'first-manifest.json'],
      ...['--manifest', 'second-manifest.json', '--jwks', 'keys.json', '--head', 'head.json'],
    );
    assert.deepEqual([status, stderr], [0, '']);
    assert.match(stdout, /^✓ Verified: 2 files, 40 rows, one unbroken chain$/m);
    assert.match(stdout, /Entries +1 to 40, from the very first/);
    assert.match(stdout, new RegExp(`first\\.csv: ${halves[0].entries.length} rows; closed`));
    assert.match(stdout, new RegExp(`second\\.json: ${halves[1].entries.length} rows; complete as recorded`));
    assert.match(stdout, /first-manifest\.json: signature valid, key key-1/);
    assert.match(stdout, /head\.json: entry 40 is in the files, unchanged; signature valid/);
    assert.match(stdout, new RegExp(`Last hash +${ledger.at(-1)?.hash}`));
    assert.match(stdout, /That everything was recorded, no file can prove/);
    const lines = stdout.split('\n');
    assert.ok(lines.length <= 24, `${lines.length} lines`);
    assert.deepEqual(lines.filter((line) => line.length > 80), []); // prettier-ignore
  });

  it('takes one key in PEM as well, and says so when nobody has vouched for the files', () => {
    const signed = daybook('verify', 'first.csv', '--manifest', 'first-manifest.json', '--key', 'key.pem');
    assert.match(signed.stdout, /signature valid/);
    const unsigned = daybook('verify', 'first.csv', '--manifest', 'first-manifest.json');
    assert.equal(unsigned.status, 0);
    assert.match(unsigned.stdout, /signature not checked[^]*Nobody has vouched for this yet/);
    assert.match(daybook('verify', 'first.csv').stdout, /a manifest\s+shows/);
  });

  it('takes manifests among the files by their name, and vouches for no file that has none', async () => {
    await copyFile(join(folder, 'first-manifest.json'), join(folder, 'first.csv.manifest.json'));
    const words = ['verify', 'first.csv', 'second.json', 'first.csv.manifest.json', '--jwks', 'keys.json'];
    const { status, stdout } = daybook(...words);
    assert.equal(status, 0);
    assert.match(stdout, /first\.csv\.manifest\.json: signature valid/);
    assert.match(stdout, /exactly the bytes of 1 file; nobody has vouched\nfor 1 file without a manifest/);
    assert.doesNotMatch(stdout, /issued exactly these bytes/);
    const both = daybook(...words, '--manifest', 'second-manifest.json');
    assert.match(both.stdout, /issued exactly these bytes/);
    const alone = daybook('verify', 'first.csv.manifest.json');
    assert.deepEqual([alone.status, alone.stdout], [2, '']);
    assert.match(alone.stderr, /name at least one file/);
  });

  it('names the first row that is wrong and exits with 1', () => {
    const { status, stdout } = daybook('verify', 'bad.csv');
    assert.equal(status, 1);
    assert.match(stdout, /^✗ Not verified: /);
    assert.match(stdout, /File +bad\.csv, line \d+\n +Entry +4\n/);
    assert.match(stdout, /Expected +\S+\n +Found +\S+/);
  });

  it('exits with 1 for a signature of another key, a manifest of another file, and files with a gap between them', () => {
    const keys = daybook(
      'verify',
      'first.csv',
      '--manifest',
      'first-manifest.json',
      '--jwks',
      'other-keys.json',
    );
    assert.equal(keys.status, 1);
    const manifest = daybook('verify', 'first.csv', '--manifest', 'second-manifest.json');
    assert.equal(manifest.status, 1);
    const gap = daybook('verify', 'second.json', '--manifest', 'first-manifest.json');
    assert.equal(gap.status, 1);
  });

  it('exits with 2 and one line for what cannot be read, and for wrong usage', () => {
    const cases: [string[], RegExp][] = [
      [['verify', 'nowhere.csv'], /nowhere\.csv: there is no such file/],
      [['verify', '.'], /\. is a folder/],
      [['verify', 'empty.csv'], /empty\.csv/],
      [['verify', 'notes.txt'], /notes\.txt is no BALANCE_LEDGER file/],
      [['verify', 'first.csv', 'first.csv'], /given twice/],
      [['verify', 'first.csv', '--manifest', 'notes.txt'], /notes\.txt is not JSON/],
      [['verify', 'first.csv', '--manifest', 'keys.json'], /keys\.json/],
      [['verify', 'first.csv', '--jwks', 'head.json'], /key set/],
      [['verify'], /name at least one file/],
      [['verify', 'first.csv', '--jwks', 'keys.json', '--key', 'key.pem'], /not both/],
      [['verify', 'first.csv', '--loud'], /--loud/],
      [['prove'], /no command "prove"/],
    ];
    for (const [words, expected] of cases) {
      const { status, stdout, stderr } = daybook(...words);
      assert.deepEqual([status, stdout], [2, ''], words.join(' '));
      assert.match(stderr, expected);
      assert.equal(stderr.trim().split('\n').length, 1, stderr);
    }
  });

  it('lets nothing that stands in a file, or is its name, steer the terminal', async () => {
    await writeFile(join(folder, 'steering.csv'), 'a\x1b[2Jb\u202e,c\n1,2\n');
    const unreadable = daybook('verify', 'steering.csv');
    assert.equal(unreadable.status, 2);
    assert.doesNotMatch(unreadable.stderr.trim(), /[\u0000-\u001f\u202e]/);
    await writeFile(join(folder, 'bad\x1b[31m.csv'), await readFile(join(folder, 'bad.csv')));
    const bad = daybook('verify', 'bad\x1b[31m.csv');
    assert.equal(bad.status, 1);
    assert.match(bad.stdout, /bad\\u001b\[31m\.csv, line/);
  });

  it('prints one JSON document with --json, whatever the outcome', () => {
    const good = daybook('verify', 'first.csv', '--json');
    assert.equal((JSON.parse(good.stdout) as { ok: boolean }).ok, true);
    const bad = JSON.parse(daybook('verify', 'bad.csv', '--json').stdout) as { fault: { sequence: number } };
    assert.equal(bad.fault.sequence, 4);
    const unreadable = daybook('verify', 'nowhere.csv', '--json');
    assert.deepEqual([unreadable.status, unreadable.stderr], [2, '']);
    assert.deepEqual(JSON.parse(unreadable.stdout), {
      ok: false,
      error: 'nowhere.csv: there is no such file',
    });
  });

  it('has no colour and no progress in a pipe, and shows how far it is on a terminal', () => {
    const { stdout, stderr } = daybook('verify', 'first.csv');
    assert.equal(`${stdout}${stderr}`.includes('\x1b'), false);
    let drawn = '';
    let now = 0;
    const terminal = Object.assign(Object.create(process.stderr) as typeof process.stderr, {
      isTTY: true,
      write: (text: string) => ((drawn += text), true),
    });
    const progress = createProgressLine(terminal, () => (now += 1_000));
    progress.draw(250_000_000, 1_000_000_000);
    progress.clear();
    assert.match(drawn, /█{6}░{18} {2}25 % {2}250 MB\/s/);
    assert.ok(drawn.endsWith('\x1b[2K'));
  });

  it('ends quietly when its reader goes away', async () => {
    const child = spawn(process.execPath, ['--conditions=source', MAIN, 'verify', '--help'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    await new Promise((resolve) => child.once('close', resolve));
    assert.equal(stderr, '');
  });

  it('explains itself', () => {
    assert.match(daybook().stdout, /daybook COMMAND/);
    assert.match(daybook('verify', '--help').stdout, /Exit codes:\n {2}0 .*\n {2}1 .*\n {2}2 /);
  });
});
