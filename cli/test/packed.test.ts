import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  createTestStore,
  startDaybook,
  type TestDaybook,
  type TestStore,
} from '../../server/test/support/daybook.ts';
import { paymentLine } from '../../server/test/support/rows/payment-line.ts';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** The pinned Node, and one of the machine's own that is as old as the client still runs on. */
const NODES = [process.execPath, '/usr/local/bin/node', '/usr/bin/node'];
const OLDEST = NODES.find((path) => spawnSync(path, ['--version']).stdout?.toString().startsWith('v20.'));

const MEMBERS = ['client', 'cli'];
const tarball = (member: string): string => `./daybook-${member}-0.1.0.tgz`;

const PROGRAM = `#!/usr/bin/env node
import { createSession, csvRows, Daybook, exportRangeStream, verifyWebhook, year } from '@daybook/client';
const daybook = new Daybook({ baseUrl: process.env.DAYBOOK_URL, storeId: process.env.DAYBOOK_STORE, token: process.env.DAYBOOK_TOKEN });
createSession(daybook);
let rows = 0;
for await (const row of csvRows(exportRangeStream(daybook, { type: 'PAYMENT_ACTIVITY', ...year(2025) }), { type: 'PAYMENT_ACTIVITY' })) rows += row.status === 'COMPLETED';
console.log(rows);
`;
const TYPED = `
import { Daybook, isDaybookError, type Report } from '@daybook/client';
const daybook = new Daybook({ baseUrl: 'https://a.example', storeId: 'shp_1', token: 'sk_live_x' });
export const report: Report = await daybook.reports.create({ type: 'BALANCE_LEDGER', periodStart: '', periodEnd: '' });
export const name: string = (await daybook.call('GET /v2/me')).account.email;
if (isDaybookError(name, 'RATE_LIMITED')) name satisfies { code: 'RATE_LIMITED' };
// @ts-expect-error there is no such type of report
await daybook.reports.create({ type: 'PAYMENTS', periodStart: '', periodEnd: '' });
// @ts-expect-error a report needs to be named
await daybook.call('GET /v2/core/stores/{storeId}/reports/{reportId}');
// @ts-expect-error one credential at a time has a known name
new Daybook({ baseUrl: 'https://a.example', password: 'x' });
`;

describe('the packed client and command, in an empty folder', () => {
  let server: TestDaybook;
  let store: TestStore;
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'daybook-packed-'));
    server = await startDaybook();
    store = await createTestStore(server);
    await store.record(Array.from({ length: 50 }, (_, week) => paymentLine(`pmt_${week}`, new Date(Date.UTC(2025, 0, 2 + 7 * week)).toISOString()))); // prettier-ignore
    for (const member of MEMBERS) {
      // What an earlier build has left.
      await mkdir(join(ROOT, member, 'dist'), { recursive: true });
      await writeFile(join(ROOT, member, 'dist/left-over.js'), '');
      await run('npm', ['pack', '-w', member, '--pack-destination', folder, '--silent'], { cwd: ROOT });
    }
    // As a stranger: no cache, no registry, an empty folder. Only together do they satisfy each other.
    const env = { PATH: process.env['PATH'], HOME: folder };
    await run('npm', ['install', '--offline', '--no-audit', '--no-fund', ...MEMBERS.map(tarball)], { cwd: folder, env }); // prettier-ignore
    await writeFile(join(folder, 'program.mjs'), PROGRAM, { mode: 0o755 });
  });
  after(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Runs a program of the folder as a shell there would, with this Node. */
  const inFolder = async (node: string, program: string, ...words: string[]) => {
    const env = { PATH: dirname(node), HOME: folder, DAYBOOK_URL: server.baseUrl, DAYBOOK_STORE: store.storeId, DAYBOOK_TOKEN: store.secret }; // prettier-ignore
    return run(join(folder, program), words, { cwd: folder, env }).then(
      ({ stdout }) => ({ code: 0, stdout }),
      (error: { code: number; stdout: string; stderr: string }) => ({ code: error.code, stdout: error.stdout + error.stderr }), // prettier-ignore
    );
  };
  const DAYBOOK = 'node_modules/.bin/daybook';

  for (const [name, node] of [
    ['the pinned Node', process.execPath],
    ['Node 20', OLDEST],
  ] as const) {
    // prettier-ignore
    const skip = node === undefined ? 'this machine has no Node 20' : false;
    it(`export a year on ${name}, verify it, and name a byte that was broken`, { skip }, async () => {
      if (node === undefined) return;
      assert.deepEqual(await inFolder(node, 'program.mjs'), { code: 0, stdout: '50\n' });
      const out = name.replaceAll(' ', '-');
      const exported = await inFolder(
        node,
        DAYBOOK,
        'export',
        'balance-ledger',
        '--year',
        '2025',
        '--out',
        out,
      );
      assert.match(exported.stdout, /50 rows in 4 files/);
      const files = (await readdir(join(folder, out))).filter((file) => file.endsWith('.csv')).map((file) => join(out, file)); // prettier-ignore
      const verified = await inFolder(node, DAYBOOK, 'verify', ...files);
      assert.match(verified.stdout, /Verified: 4 files, 50 rows, one unbroken chain/);
      const third = join(folder, files[2] ?? '');
      const bytes = await readFile(third);
      const at = bytes.indexOf('pmt_3');
      bytes[at + 4] = '4'.charCodeAt(0);
      await writeFile(third, bytes);
      const broken = await inFolder(node, DAYBOOK, 'verify', ...files);
      assert.equal(broken.code, 1);
      assert.match(broken.stdout, /balance_ledger_2025-07-01_2025-10-01\.csv/);
      // Its header is line 1 and pmt_26, its first row, line 2.
      assert.match(broken.stdout, /Not verified: [^]*File +\S+, line 6\n/);
    });
  }

  for (const member of MEMBERS) {
    it(`of ${member} are its built modules, its README and its licence, and nothing else`, async () => {
      const { stdout } = await run('tar', ['tzf', tarball(member)], { cwd: folder });
      const sources = await readdir(join(ROOT, member, 'src'), { recursive: true });
      const modules = sources.filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'));
      // Types are for programs; nobody imports the command.
      const kinds = member === 'client' ? ['.js', '.d.ts'] : ['.js'];
      const built = modules.flatMap((path) => kinds.map((kind) => `dist/${path.replace(/\.ts$/, kind)}`));
      const expected = ['LICENSE', 'README.md', 'package.json', ...built].map((path) => `package/${path}`);
      assert.deepEqual(stdout.trim().split('\n').toSorted(), expected.toSorted());
      const about = JSON.parse(await readFile(join(folder, 'node_modules/@daybook', member, 'package.json'), 'utf8')) as Record<string, unknown>; // prettier-ignore
      assert.equal(about['private'], undefined);
      assert.deepEqual(about['engines'], { node: '>=20.3' });
      assert.deepEqual(about['dependencies'], member === 'cli' ? { '@daybook/client': '0.1.0' } : undefined);
    });
  }

  it('give types to who uses them', async () => {
    await writeFile(join(folder, 'typed.mts'), TYPED);
    const words = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', '--lib', 'es2022,dom,dom.iterable,dom.asynciterable', '--types', '', 'typed.mts']; // prettier-ignore
    const { stdout } = await run(join(ROOT, 'node_modules/.bin/tsc'), words, { cwd: folder }).catch((error: { stdout: string }) => error); // prettier-ignore
    assert.equal(stdout, '');
  });
});
