import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, afterEach, before, describe, it } from 'node:test';
import { askPostgres } from '../../support/ask-postgres.ts';
import { endProcesses, isPostgresRunning, startProcess } from '../../support/servers/start-process.ts';

const TEMPORARY = fileURLToPath(new URL('../../../../.tmp/', import.meta.url));
const NOBODY = 65_534;
const STARTS_MAX = 3;
const READY = /Daybook is ready at (\S+) \((\d+\.\d) s\)/;

type DemoFile = { baseUrl: string; storeId: string; token: { secret: string }; [name: string]: unknown };

let folder: string;
before(async () => {
  await mkdir(TEMPORARY, { recursive: true });
  folder = await mkdtemp(join(TEMPORARY, 'start-'));
});
afterEach(endProcesses);
after(() => rm(folder, { recursive: true, force: true }));

describe('npm start', () => {
  const settings = () => ({ DAYBOOK_DATA_DIR: join(folder, 'data'), PORT: '0' });
  const readDemo = async () =>
    JSON.parse(await readFile(join(folder, 'data', 'demo.json'), 'utf8')) as DemoFile;
  let firstStore: string;

  it('on the first start makes a demo store, exports every report before your eyes, and stops whole on Ctrl-C', async () => {
    const server = startProcess(['start'], settings());
    await server.until(READY);
    const shown = /Payment activity +([\d,]{5,}) +[\d.]+ MB +\d+ ms +(\S+\.csv)/.exec(server.printed());
    assert.ok(shown, server.printed());
    for (const title of ['Payout reconciliation', 'Balance ledger', 'Refunds and disputes']) {
      assert.match(server.printed(), new RegExp(`${title} +[\\d,]+ +[\\d.]+ MB +\\d+ ms`));
    }
    const csv = await readFile(shown[2] as string, 'utf8');
    assert.ok(csv.startsWith('\uFEFFcreated_at,'));
    assert.ok(Number(shown[1]?.replaceAll(',', '')) > 10_000);

    const demo = await readDemo();
    firstStore = demo.storeId;
    const fields = [
      'baseUrl',
      'storeId',
      'token',
      'readOnlyToken',
      'hmacToken',
      'operatorKey',
      'ownerEmail',
      'signInUrl',
    ];
    assert.deepEqual(Object.keys(demo).toSorted(), fields.toSorted());
    assert.equal((await stat(join(folder, 'data', 'demo.json'))).mode & 0o777, 0o600);

    const curl = /curl [^\n]+/.exec(server.printed())?.[0] ?? '';
    assert.match(
      execFileSync('sh', ['-c', curl]).toString(),
      /"ok":true.*SUCCEEDED/,
      'the printed curl line works as pasted',
    );

    const { signInUrl } = demo as DemoFile & { signInUrl: string };
    assert.ok(server.printed().includes(`\n  ${signInUrl}\n`), 'the one-click link is printed');
    for (const time of ['first', 'second']) {
      const answer = await signInWith(demo.baseUrl, signInUrl);
      assert.match(answer, /"email":"owner@example.com"/, `the link works the ${time} time`);
    }

    server.child.kill('SIGINT');
    assert.equal(await server.ended(), 0);
    assert.equal(await isPostgresRunning(join(folder, 'data')), false);
  });

  /** The best of a few starts: what else the machine does at the time is no fault of a start. */
  async function startWithin(seconds: number) {
    const took: number[] = [];
    while (took.length < STARTS_MAX) {
      const server = startProcess(['start'], settings());
      await server.until(READY);
      took.push(Number(READY.exec(server.printed())?.[2]));
      if ((took.at(-1) as number) < seconds) return server;
      server.child.kill('SIGINT');
      await server.ended();
    }
    return assert.fail(`ready after ${took.join(', ')} s`);
  }

  it('the second time is ready in under 3 s, with the same store, the same token, and the data still there', async () => {
    const earlier = await readDemo();
    const server = await startWithin(3);
    assert.doesNotMatch(server.printed(), /First start/);
    const demo = await readDemo();
    assert.equal(demo.storeId, firstStore);
    assert.deepEqual(demo.token, earlier.token);
    assert.match(await signInWith(demo.baseUrl, earlier['signInUrl'] as string), /UNAUTHENTICATED/, 'a link ends with its process'); // prettier-ignore
    const body = JSON.stringify({ email: demo['ownerEmail'] });
    const headers = { 'Content-Type': 'application/json' };
    await fetch(`${demo.baseUrl}/v2/auth/magic-link`, { method: 'POST', headers, body });
    await server.until(/Mail \(.+\.eml\):\n\n {2}http\S+#token=sml_/);
    const printed = /Mail \(.+\.eml\):\n\n {2}(\S+)/.exec(server.printed())?.[1] ?? '';
    assert.match(
      await signInWith(demo.baseUrl, printed),
      /"ok":true/,
      'a link that was asked for is printed',
    );
    assert.match(await signInWith(demo.baseUrl, printed), /UNAUTHENTICATED/, 'and works once');
    const response = await fetch(`${demo.baseUrl}/v2/core/stores/${demo.storeId}/reports`, {
      headers: { Authorization: `Bearer ${demo.token.secret}` },
    });
    const answer = (await response.json()) as { data: { items: { status: string }[] } };
    assert.equal(answer.data.items[0]?.status, 'SUCCEEDED');
    server.child.kill('SIGTERM');
    assert.equal(await server.ended(), 0);
    assert.equal(await isPostgresRunning(join(folder, 'data')), false);
  });

  it('after a kill -9 starts again on what is left, and then stops whole', async () => {
    const killed = startProcess(['start'], settings());
    await killed.until(READY);
    killed.child.kill('SIGKILL');
    assert.equal(await killed.ended(), 'SIGKILL');
    const server = startProcess(['start'], settings());
    await server.until(READY);
    server.child.kill('SIGINT');
    assert.equal(await server.ended(), 0);
    assert.equal(await isPostgresRunning(join(folder, 'data')), false);
  });

  it('refuses a folder on which another Daybook is running, and leaves that one alone', async () => {
    const first = startProcess(['start'], settings());
    await first.until(READY);
    const second = startProcess(['start'], settings());
    assert.equal(await second.ended(), 1);
    assert.match(second.printed(), /^Another Daybook is running on [^\n]+\n$/);
    const { baseUrl } = await readDemo();
    assert.equal((await fetch(`${baseUrl}/readyz`)).status, 200);
    first.child.kill('SIGTERM');
    assert.equal(await first.ended(), 0);
  });

  it('DAYBOOK_DEMO=0 starts without the demo store', async () => {
    const data = join(folder, 'bare');
    const server = startProcess(['start'], { DAYBOOK_DATA_DIR: data, PORT: '0', DAYBOOK_DEMO: '0' });
    await server.until(READY);
    assert.doesNotMatch(server.printed(), /curl/);
    await assert.rejects(stat(join(data, 'demo.json')));
    assert.deepEqual(await loginsAt(data), ['daybook_server'], 'no connection of the server may do more');
    server.child.kill('SIGTERM');
    assert.equal(await server.ended(), 0);
  });
});

/** As whom there are connections to the Postgres of this data folder, but for the one that asks. */
async function loginsAt(data: string): Promise<string[]> {
  const pidFile = await readFile(join(data, 'postgres', 'postmaster.pid'), 'utf8');
  const [, , , port, socket = ''] = pidFile.split('\n');
  const rows = await askPostgres<{ login: string }>(
    `postgres://postgres@/postgres?host=${encodeURIComponent(socket)}&port=${port}`,
    `select distinct usename as login from pg_stat_activity where backend_type = 'client backend' and usename is not null and pid <> pg_backend_pid()`,
  );
  return rows.map(({ login }) => login);
}

/** What the page behind a sign-in link does; resolves to the answer. */
async function signInWith(baseUrl: string, link: string): Promise<string> {
  const body = JSON.stringify({ token: new URL(link).hash.replace('#token=', '') });
  const headers = { 'Content-Type': 'application/json' };
  return (await fetch(`${baseUrl}/v2/auth/session`, { method: 'POST', headers, body })).text();
}

describe('commands on the embedded default', () => {
  const create = (data: string, handle: string) =>
    startProcess(
      [
        'store',
        'create',
        '--title',
        'Shop',
        '--handle',
        handle,
        '--currency',
        'GBP',
        '--country',
        'GB',
        '--owner-email',
        'o@example.com',
      ],
      { DAYBOOK_DATA_DIR: data },
    );

  it('work without a server, several at once, and the last one stops Postgres', async () => {
    const data = join(folder, 'commands');
    const commands = ['one', 'two', 'three'].map((handle) => create(data, handle));
    for (const command of commands) {
      assert.equal(await command.ended(), 0, command.printed());
      assert.match(command.printed(), /^\{"id":"shp_[0-9a-z]{24}","title":"Shop",.*"createdAt":"20\d\d-/);
    }
    assert.equal(await isPostgresRunning(data), false);
  });

  it('work beside a server; a closed terminal stops it like Ctrl-C does', async () => {
    const data = join(folder, 'beside');
    const server = startProcess(['start'], { DAYBOOK_DATA_DIR: data, PORT: '0', DAYBOOK_DEMO: '0' });
    await server.until(READY);
    const command = create(data, 'beside');
    assert.equal(await command.ended(), 0, command.printed());
    assert.equal(await isPostgresRunning(data), true);
    server.child.kill('SIGHUP');
    assert.equal(await server.ended(), 0);
    assert.equal(await isPostgresRunning(data), false);
  });

  it('that are misspelt or incomplete say so in one line, with exit code 2', async () => {
    for (const words of [
      ['toString'],
      ['store'],
      ['store', 'create'],
      ['import', 'x.jsonl'],
      ['token', 'create', '--bogus'],
    ]) {
      const command = startProcess(words, { DAYBOOK_DATA_DIR: join(folder, 'never') });
      assert.equal(await command.ended(), 2, words.join(' '));
      assert.equal(command.printed().trim().split('\n').length, 1, command.printed());
    }
    await assert.rejects(stat(join(folder, 'never')));
  });
});

describe(
  'npm start as an ordinary user',
  { skip: process.getuid?.() !== 0 && 'needs root to become another user' },
  () => {
    it('works in a folder of that user', async (t) => {
      if (!(await mayOthersEnter(TEMPORARY)))
        return t.skip('this clone lies in a folder that other users may not enter');
      const data = join(folder, 'user-data');
      await chmod(folder, 0o711);
      await mkdir(data);
      await chown(data, NOBODY, NOBODY);
      const settings = { DAYBOOK_DATA_DIR: data, PORT: '0', DAYBOOK_DEMO: '0', HOME: data };
      const server = startProcess(['start'], settings, { uid: NOBODY, gid: NOBODY });
      await server.until(READY);
      server.child.kill('SIGINT');
      assert.equal(await server.ended(), 0);
      assert.equal(await isPostgresRunning(data), false);
    });
  },
);

async function mayOthersEnter(path: string): Promise<boolean> {
  for (let at = path; at !== '/'; at = dirname(at)) if (((await stat(at)).mode & 0o001) === 0) return false;
  return true;
}
