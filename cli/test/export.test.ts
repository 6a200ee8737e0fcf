import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import {
  createTestStore,
  startDaybook,
  type TestDaybook,
  type TestStore,
} from '../../server/test/support/daybook.ts';
import { paymentLine } from '../../server/test/support/rows/payment-line.ts';
import { freePort } from '../../server/test/support/servers/free-port.ts';
import { openWatchingProxy, type WatchingProxy } from '../../client/test/watching-proxy.ts';
import { MAIN, type Ran, startDaybookCommand } from './run-daybook.ts';

/** Two years: eight quarters. */
const TWO_YEARS = ['--from', '2024-01-01', '--to', '2026-01-01'];
const WEEKS = Array.from(
  { length: 104 },
  (_, at) => Date.parse('2024-01-01T12:00:00Z') + at * 7 * 86_400_000,
);

describe('daybook, the command', () => {
  let proxy: WatchingProxy;
  let server: TestDaybook;
  let store: TestStore;
  let folder: string;
  let settings: Record<string, string>;
  before(async () => {
    proxy = await openWatchingProxy();
    const port = await freePort();
    server = await startDaybook({ settings: { port, publicUrl: proxy.baseUrl } });
    proxy.lead(`http://127.0.0.1:${port}`);
    store = await createTestStore(server);
    await store.record(WEEKS.map((at, week) => paymentLine(`pmt_${week}`, new Date(at).toISOString())));
    settings = { DAYBOOK_URL: proxy.baseUrl, DAYBOOK_STORE: store.storeId, DAYBOOK_TOKEN: store.secret };
  });
  after(async () => {
    await server.stop();
    await proxy.close();
  });
  beforeEach(async (t) => {
    folder = await mkdtemp(join(tmpdir(), 'daybook-command-'));
    // Removed by the runner's own end otherwise: each test has one of its own.
    (t as { after?: (run: () => Promise<void>) => void }).after?.(() => rm(folder, { recursive: true, force: true })); // prettier-ignore
  });

  const daybook = (...words: string[]): Promise<Ran> => startDaybookCommand(folder, settings, words).ended;

  it('exports a period of any length into files that it verifies, names the row of a broken byte, and keeps what is there', async () => {
    const words = ['export', 'balance-ledger', ...TWO_YEARS, '--out', 'ledger'];
    const { code, stdout, stderr } = await daybook(...words);
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /^ledger\/balance_ledger_2024-01-01_2024-04-01\.csv {2}13 rows {2}/);
    assert.match(stdout, /104 rows in 8 files\n$/);
    const files = (await readdir(join(folder, 'ledger'))).toSorted();
    assert.equal(files.length, 16, 'eight files and their manifests, and nothing else');
    const [first = '', manifest = ''] = files;
    const check = [
      'verify',
      ...files.filter((name) => name.endsWith('.csv')).map((name) => `ledger/${name}`),
    ];
    const verified = await daybook(...check, '--manifest', `ledger/${manifest}`);
    assert.match(verified.stdout, /Verified: 8 files, 104 rows, one unbroken chain/);
    const path = join(folder, 'ledger', first);
    const good = await readFile(path, 'utf8');
    await writeFile(path, good.replace(/(pmt_5,.*?)\d(Z)/s, '$19$2').replace(/,1000,/, ',1001,'));
    const bad = await daybook(...check);
    assert.equal(bad.code, 1);
    const queued = proxy.queued.size;
    const again = JSON.parse((await daybook(...words, '--json')).stdout) as {
      rows: number;
      files: { kept: boolean }[];
    };
    assert.deepEqual(again.files.map(({ kept }) => kept), [false, true, true, true, true, true, true, true]); // prettier-ignore
    assert.equal(proxy.queued.size, queued + 1, 'only the damaged file is made anew');
    assert.equal(await readFile(path, 'utf8'), good);
  });

  it('verifies a year of which quarters are empty, with all its manifests', async () => {
    const words = [
      'export',
      'balance-ledger',
      '--from',
      '2023-01-01',
      '--to',
      '2024-04-01',
      '--out',
      'young',
    ];
    assert.equal((await daybook(...words)).code, 0);
    const files = (await readdir(join(folder, 'young'))).map((name) => `young/${name}`);
    const { code, stdout } = await daybook('verify', ...files);
    assert.equal(code, 0, stdout);
    assert.match(stdout, /Verified: 5 files, 13 rows, one unbroken chain/);
    assert.doesNotMatch(stdout, /no manifest/);
  });

  it('merges all into one file, in either format', async () => {
    const csv = await daybook('export', 'PAYMENT_ACTIVITY', ...TWO_YEARS, '--merge', 'all.csv');
    assert.equal(csv.code, 0, csv.stderr);
    const lines = (await readFile(join(folder, 'all.csv'), 'utf8')).split('\n').slice(1);
    assert.deepEqual(lines.map((line) => line.split(',')[2]), WEEKS.map((_, week) => `pmt_${week}`)); // prettier-ignore
    await daybook('export', 'PAYMENT_ACTIVITY', ...TWO_YEARS, '--merge', 'all.json', '--format', 'json');
    assert.equal((JSON.parse(await readFile(join(folder, 'all.json'), 'utf8')) as unknown[]).length, 104);
    assert.deepEqual((await readdir(folder)).toSorted(), ['all.csv', 'all.json']);
  });

  for (const signal of ['SIGINT', 'SIGKILL'] as const) {
    it(`goes on after ${signal} where it stood, and downloads nothing twice`, async () => {
      const words = ['export', 'payment-activity', ...TWO_YEARS, '--out', signal];
      const known = { queued: proxy.queued.size, downloads: proxy.downloads.size };
      const held = proxy.holdDownloadsAfter(3);
      const { child, ended } = startDaybookCommand(folder, settings, words);
      await held;
      child.kill(signal);
      const { code } = await ended;
      assert.equal(code, signal === 'SIGINT' ? 130 : 'SIGKILL');
      const left = await readdir(join(folder, signal));
      if (signal === 'SIGINT') assert.deepEqual(left.filter((name) => name.includes('.part')), []); // prettier-ignore
      const whole = left.filter((name) => name.endsWith('.csv'));
      for (const name of whole)
        assert.ok((await readFile(join(folder, signal, name), 'utf8')).includes('pmt_'));
      void proxy.holdDownloadsAfter(Infinity);
      const { code: second, stdout } = await daybook(...words);
      assert.equal(second, 0);
      assert.match(stdout, /104 rows in 8 files/);
      assert.equal((await readdir(join(folder, signal))).length, 16, 'no remains');
      assert.equal(stdout.match(/was there/g)?.length ?? 0, whole.filter((name) => left.includes(`${name}.manifest.json`)).length); // prettier-ignore
      assert.equal(proxy.queued.size - known.queued, 8, 'each window is queued once over both runs');
      const fresh = [...proxy.downloads].slice(known.downloads).reduce((sum, [, times]) => sum + times, 0);
      assert.ok(fresh <= 8 + 8 - whole.length, `${fresh} downloads, of which ${whole.length} were whole`);
    });
  }

  it('lists, shows, downloads and cancels reports', async () => {
    await daybook('export', 'payment-activity', '--quarter', '2024-Q1');
    const list = await daybook('list', '--type', 'payment-activity', '--limit', '1');
    assert.match(
      list.stdout,
      /^rpt_\w{24} {2}SUCCEEDED {3}PAYMENT_ACTIVITY {7}2024-01-01 to 2024-04-01 {11}13 rows\n$/,
    );
    const id = list.stdout.slice(0, 28);
    const shown = await daybook('get', id);
    assert.match(shown.stdout, /^Rows {8}13$/m);
    assert.match(shown.stdout, /^CSV {9}[\d.]+ kB\nSHA-256 {5}[0-9a-f]{64}$/m);
    const { file } = JSON.parse((await daybook('download', id, '--out', 'new/folder', '--json')).stdout) as {
      file: string;
    };
    assert.match(file, new RegExp(`^new/folder/.*${id}\\.csv$`));
    assert.ok(existsSync(join(folder, file)) && existsSync(join(folder, `${file}.manifest.json`)));
    const cancel = await daybook('cancel', id);
    assert.equal(cancel.code, 2);
    assert.match(cancel.stderr, /REPORT_FINISHED/);
  });

  it('keeps a login in a file that nobody else reads, and refuses one that others may read', async () => {
    const words = ['login', '--url', proxy.baseUrl, '--store', store.storeId];
    const login = await startDaybookCommand(folder, {}, words, `${store.secret}\n`).ended;
    assert.deepEqual([login.code, login.stderr], [0, '']);
    const path = join(folder, '.config/daybook/settings.json');
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    assert.ok(!login.stdout.includes(store.secret));
    assert.equal((await startDaybookCommand(folder, {}, ['list', '--json']).ended).code, 0);
    const { chmod } = await import('node:fs/promises');
    await chmod(path, 0o644);
    const open = await startDaybookCommand(folder, {}, ['list']).ended;
    assert.deepEqual([open.code, /chmod 600/.test(open.stderr)], [2, true]);
    const wrong = await startDaybookCommand(
      folder,
      { DAYBOOK_CONFIG: join(folder, 'x') },
      words,
      'sk_live_no\n',
    ).ended;
    assert.equal(wrong.code, 2);
    assert.ok(!existsSync(join(folder, 'x')), 'what does not work is not kept');
  });

  it('says what to do about each thing that can be wrong, with its exit code', async () => {
    const CASES: [string[], Record<string, string>, number, RegExp][] = [
      [
        ['export', 'payments', '--month', '2026-04'],
        {},
        2,
        /no report type "payments": one of PAYMENT_ACTIVITY/,
      ],
      [['export', 'payment-activity'], {}, 2, /say the period, once: --from and --to/],
      [['export', 'payment-activity', '--month', 'April'], {}, 2, /"April" is no month; write 2026-04/],
      [
        ['export', 'payment-activity', '--from', '2026-04-01', '--to', '2026-04-01'],
        {},
        2,
        /--to must be after --from/,
      ],
      [
        ['export', 'payment-activity', '--from', '2026-02-30', '--to', '2026-04-01'],
        {},
        2,
        /--from is no date: "2026-02-30"/,
      ],
      [['get', 'nonsense'], {}, 2, /"nonsense" is no report.*See "daybook get --help"/],
      [['list'], { DAYBOOK_STORE: 'nonsense' }, 2, /Check DAYBOOK_STORE/],
      [
        ['export', 'payment-activity', '--month', '2026-04', '--out', 'a-file'],
        {},
        2,
        /a-file: it is a file/,
      ],
      [['export', 'payment-activity', '--month', '2026-04', '--colour'], {}, 2, /unknown option '--colour'/],
      [['list'], { DAYBOOK_TOKEN: '' }, 2, /set DAYBOOK_TOKEN in the environment, or run "daybook login"/],
      [['list'], { DAYBOOK_TOKEN: 'sk_live_wrong' }, 2, /Check DAYBOOK_TOKEN/],
      [['get', 'rpt_00000000000000000000000a'], {}, 2, /NOT_FOUND/],
      [['frobnicate'], {}, 2, /there is no command "frobnicate"/],
    ];
    await writeFile(join(folder, 'a-file'), '');
    for (const [words, other, expected, message] of CASES) {
      const { code, stdout, stderr } = await startDaybookCommand(folder, { ...settings, ...other }, words)
        .ended;
      assert.deepEqual([code, stdout], [expected, ''], words.join(' '));
      assert.match(stderr, message);
      assert.doesNotMatch(stderr, /\n {4}at /);
    }
    const json = await daybook('get', 'rpt_00000000000000000000000a', '--json');
    assert.equal((JSON.parse(json.stdout) as { code: string }).code, 'NOT_FOUND');
    assert.equal(json.stderr, '');
    const usage = await daybook('list', '--status', 'done', '--json');
    assert.deepEqual([usage.code, usage.stderr], [2, '']);
    assert.match((JSON.parse(usage.stdout) as { error: string }).error, /--status is one of/);
  });

  it('names the file that the disk does not take, and leaves no half of it', async () => {
    // No file may be longer than 512 bytes.
    const words = ['--conditions=source', MAIN, 'export', 'payment-activity', '--quarter', '2024-Q1'];
    const small = ['-c', 'trap "" XFSZ; ulimit -f 1; exec "$@"', 'sh', process.execPath, ...words];
    const env = { PATH: process.env['PATH'], HOME: folder, ...settings };
    const { status, stderr } = await new Promise<{ status: number; stderr: string }>((resolve) => {
      execFile('sh', small, { cwd: folder, env }, (error, _, text) =>
        resolve({ status: Number(error?.code ?? 0), stderr: text }),
      );
    });
    assert.equal(status, 2);
    assert.match(
      stderr,
      /^daybook: payment_activity_2024-01-01_2024-04-01\.csv: the file would be larger .*\n$/,
    );
    const left = await readdir(folder);
    assert.deepEqual(left.filter((name) => name.startsWith('payment')), []); // prettier-ignore
  });
});
