import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

const PROGRAM = `
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
    for (const member of ['client', 'cli']) {
      const { stdout } = await run('npm', ['pack', '-w', member, '--pack-destination', folder, '--json', '--silent'], { cwd: ROOT }); // prettier-ignore
      assert.ok(stdout.includes(`daybook-${member}`));
      const into = join(folder, 'node_modules/@daybook', member);
      await mkdir(into, { recursive: true });
      await run('tar', ['xzf', `daybook-${member}-0.1.0.tgz`, '-C', into, '--strip-components=1'], { cwd: folder }); // prettier-ignore
    }
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    await writeFile(join(folder, 'program.js'), PROGRAM);
  });
  after(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const inFolder = async (node: string, ...words: string[]) => {
    const env = { PATH: process.env['PATH'], HOME: folder, DAYBOOK_URL: server.baseUrl, DAYBOOK_STORE: store.storeId, DAYBOOK_TOKEN: store.secret }; // prettier-ignore
    return run(node, words, { cwd: folder, env }).then(
      ({ stdout }) => ({ code: 0, stdout }),
      (error: { code: number; stdout: string; stderr: string }) => ({ code: error.code, stdout: error.stdout + error.stderr }), // prettier-ignore
    );
  };
  const MAIN = 'node_modules/@daybook/cli/dist/main.js';

  for (const [name, node] of [
    ['the pinned Node', process.execPath],
    ['Node 20', OLDEST],
  ] as const) {
    // prettier-ignore
    const skip = node === undefined ? 'this machine has no Node 20' : false;
    it(`export a year on ${name}, verify it, and name a byte that was broken`, { skip }, async () => {
      if (node === undefined) return;
      assert.deepEqual(await inFolder(node, 'program.js'), { code: 0, stdout: '50\n' });
      const out = name.replaceAll(' ', '-');
      const exported = await inFolder(node, MAIN, 'export', 'balance-ledger', '--year', '2025', '--out', out);
      assert.match(exported.stdout, /50 rows in 4 files/);
      const files = (await readdir(join(folder, out))).filter((file) => file.endsWith('.csv')).map((file) => join(out, file)); // prettier-ignore
      const verified = await inFolder(node, MAIN, 'verify', ...files);
      assert.match(verified.stdout, /Verified: 4 files, 50 rows, one unbroken chain/);
      const third = join(folder, files[2] ?? '');
      const bytes = await readFile(third);
      const at = bytes.indexOf('pmt_3');
      bytes[at + 4] = '4'.charCodeAt(0);
      await writeFile(third, bytes);
      const broken = await inFolder(node, MAIN, 'verify', ...files);
      assert.equal(broken.code, 1);
      assert.match(broken.stdout, /balance_ledger_2025-07-01_2025-10-01\.csv/);
      assert.match(broken.stdout, /row|line/i);
    });
  }

  it('give types to who uses them', async () => {
    await writeFile(join(folder, 'typed.ts'), TYPED);
    const words = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', '--lib', 'es2022,dom,dom.iterable,dom.asynciterable', '--types', '', 'typed.ts']; // prettier-ignore
    const { stdout } = await run(join(ROOT, 'node_modules/.bin/tsc'), words, { cwd: folder }).catch((error: { stdout: string }) => error); // prettier-ignore
    assert.equal(stdout, '');
  });
});
