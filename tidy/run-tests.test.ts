import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';

const RUNNER = join(import.meta.dirname, 'run-tests.ts');
const HEAD =
  "import assert from 'node:assert/strict';\nimport { describe, before, it, test } from 'node:test';\nimport { setImmediate as tick } from 'node:timers/promises';\n";
const roots: string[] = [];
after(() => {
  for (const root of roots) rmSync(root, { recursive: true });
});

test('all pass: the last line counts single tests, not suites', async () => {
  const text =
    "describe('s', () => { it('a', () => {}); it('b', () => {}); }); test('p', (t) => t.test('c', () => {}));";
  const { code, lines } = await run({ 'server/a.test.ts': text, 'web/b.test.ts': "test('d', () => {});" });
  assert.equal(lines.at(-1), '4 passed, 0 failed');
  assert.equal(code, 0);
});

test('a failure is told with its names, difference and place, and with what the file wrote', async () => {
  const text =
    "describe('s', () => { it('a', () => { console.log('noise'); assert.deepEqual({ a: 1 }, { a: 2 }); }); });";
  const { code, lines, output } = await run({
    'server/a.test.ts': text,
    'cli/b.test.ts': "console.log('quiet'); test('ok', () => {});",
  });
  assert.equal(lines.at(-1), '1 passed, 1 failed');
  assert.equal(code, 1);
  assert.match(output, /s › a\n\s+server\/a\.test\.ts:4/);
  assert.match(output, /\+\s+a: 1\n\s+-\s+a: 2/);
  assert.match(output, /at .*a\.test\.ts:4:/);
  assert.match(output, /noise/);
  assert.doesNotMatch(output, /quiet|node:internal/);
});

test('a skipped test is told with its reason', async () => {
  const { code, lines, output } = await run({
    'tidy/a.test.ts': "test('a', () => {}); test('b', { skip: 'no net' }, () => {});",
  });
  assert.equal(lines.at(-1), '1 passed, 0 failed, 1 skipped');
  assert.equal(code, 0);
  assert.match(output, /skipped {2}tidy\/a\.test\.ts {2}b: no net/);
});

test('whatever goes wrong in a file counts as a failure', async () => {
  const ways: [string, RegExp][] = [
    ["test('a', () => {}); throw new Error('at the top');", /ended with 7[^]*at the top/],
    [
      "test('b', () => {}); test('c', async () => { await tick(); process.exit(0); });",
      /ended before its tests did\n\s+unfinished: c/,
    ],
    ["test('d', () => process.kill(process.pid, 'SIGKILL'));", /ended with SIGKILL/],
    [
      "test('e', () => { setImmediate(() => { throw new Error('too late'); }); });",
      /ended with 1[^]*too late/,
    ],
    [
      "describe('s', () => { before(() => { throw new Error('in hook'); }); it('f', () => {}); });",
      /in hook/,
    ],
    ["test('p', async (t) => { await t.test('g', () => {}); throw new Error('its own'); });", /its own/],
    ['console.log(1);', /ran no test/],
    ['this is no code', /SyntaxError/],
  ];
  const files = Object.fromEntries(ways.map(([text], index) => [`server/${index}.test.ts`, text]));
  const { code, lines, output } = await run(files);
  // Passed are b, e, g; the hook fails its suite and the test in it.
  assert.equal(lines.at(-1), '3 passed, 9 failed');
  assert.equal(code, 1);
  for (const [, told] of ways) assert.match(output, told);
  assert.equal(lines.filter((line) => /^FAILED .* s {2}server/.test(line)).length, ways.length);
});

test('no test at all is a failure', async () => {
  const { code, lines } = await run({ 'server/node_modules/a.test.ts': "test('a', () => {});" });
  assert.equal(lines.at(-1), '0 passed, 0 failed');
  assert.equal(code, 1);
});

test('names choose files; long files run only in the long profile; repeat repeats', async () => {
  const files = Object.fromEntries(
    [
      ...['server/src/encode/csv', 'client/encode', 'server/src/ledger/a'],
      ...['server/test/long/encode', 'client/test/long/encode'],
    ].map((name) => [`${name}.test.ts`, "test('a', () => {});"]),
  );
  assert.equal((await run(files, 'encode')).lines.at(-1), '2 passed, 0 failed');
  assert.equal((await run(files, 'csv', 'ledger')).lines.at(-1), '2 passed, 0 failed');
  assert.equal((await finished(startLong(write(files), 'encode'))).lines.at(-1), '4 passed, 0 failed');
  assert.equal(
    (await run(files, '--repeat', '3', '--random', '7', 'csv')).lines.at(-1),
    '3 passed, 0 failed',
  );
  const wrong = await run(files, '--repeat', '0');
  assert.equal(wrong.lines.at(-1), '0 passed, 1 failed');
});

test('the shared set-up is there for the tests, and is taken down also after a failure', async () => {
  const down = join(mkdtempSync(join(tmpdir(), 'daybook-run-tests-')), 'down');
  roots.push(dirname(down));
  const files = {
    'server/test/support/servers/global-setup.ts': setup(down),
    'server/a.test.ts':
      "test('a', () => assert.equal(process.env.SHARED, 'here')); test('b', () => assert.fail());",
  };
  assert.equal((await run(files)).lines.at(-1), '1 passed, 1 failed');
  assert.equal(readFileSync(down, 'utf8'), 'down');
});

test('a set-up that fails is a failure', async () => {
  const text = "export async function globalSetup() { throw new Error('no database'); }";
  const files = {
    'server/test/support/servers/global-setup.ts': text,
    'server/a.test.ts': "test('a', () => {});",
  };
  const { code, lines, output } = await run(files);
  assert.equal(lines.at(-1), '0 passed, 1 failed');
  assert.equal(code, 1);
  assert.match(output, /no database/);
});

test('SIGTERM ends the tests and what they started, takes the set-up down, and still counts', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const child = `require('node:net').connect(${port}, '127.0.0.1')`;
  const endless = `import { spawn } from 'node:child_process';
test('a', async () => {
  await tick();
  spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: 'inherit' });
  await new Promise(() => {});
});`;
  const root = write({ 'server/a.test.ts': endless });
  const down = join(root, 'down');
  place(root, { 'server/test/support/servers/global-setup.ts': setup(down) });
  const runner = start(root);
  const end = finished(runner);
  const [socket] = (await once(server, 'connection')) as [Socket];
  const closed = once(
    socket.resume().on('error', () => {}),
    'close',
  );
  runner.kill('SIGTERM');
  const { code, lines, output } = await end;
  await closed;
  server.close();
  assert.equal(code, 1);
  assert.match(lines.at(-1) ?? '', /^0 passed, [23] failed$/);
  assert.match(output, /was interrupted\n\s+unfinished: a/);
  assert.ok(existsSync(down));
});

function setup(down: string): string {
  return `import { writeFileSync } from 'node:fs';
export async function globalSetup(): Promise<() => Promise<void>> {
  process.env.SHARED = 'here';
  return async () => writeFileSync(${JSON.stringify(down)}, 'down');
}`;
}

function write(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'daybook-run-tests-'));
  roots.push(root);
  place(root, files);
  return root;
}

function place(root: string, files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), path.endsWith('.test.ts') ? HEAD + text : text);
  }
}

interface Run {
  readonly code: number;
  readonly output: string;
  readonly lines: string[];
}

test('asked for help it says how it is used; what it cannot read is one line and no stack', async () => {
  const help = await run({}, '--help');
  assert.equal(help.code, 0);
  assert.match(help.output, /^npm test \[-- --random SEED/);
  for (const setting of ['DAYBOOK_TEST_POSTGRES', 'DAYBOOK_TEST_RUNS', 'DAYBOOK_TEST_LOG'])
    assert.ok(help.output.includes(setting));
  for (const [word, message] of [
    ['--shuffle', /Unknown option '--shuffle'/],
    ['--repeat=0', /must be a whole number from 1/],
  ] as const) {
    // prettier-ignore
    const child = spawn(process.execPath, [RUNNER, word], { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    assert.deepEqual(await once(child, 'close'), [2, null]);
    assert.match(said, message);
    assert.doesNotMatch(said, /^ {4}at /m);
  }
});

function run(files: Record<string, string>, ...options: string[]): Promise<Run> {
  return finished(start(write(files), ...options));
}

function start(root: string, ...options: string[]): ChildProcess {
  return startIn({ DAYBOOK_LONG: '' }, root, options);
}

function startLong(root: string, ...options: string[]): ChildProcess {
  return startIn({ DAYBOOK_LONG: '1' }, root, options);
}

function startIn(environment: NodeJS.ProcessEnv, root: string, options: string[]): ChildProcess {
  return spawn(process.execPath, [RUNNER, '--root', root, ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  });
}

async function finished(child: ChildProcess): Promise<Run> {
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [code] = (await once(child, 'close')) as [number];
  return { code, output, lines: output.trimEnd().split('\n') };
}
