import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runPart } from './run-part.ts';

const run = (script: string, tool = 'node'): ReturnType<typeof runPart> =>
  runPart({ name: 'a', command: [tool, '-e', script] }, process.cwd());

test('a part is well only if its command ends with 0, and keeps what it wrote', async () => {
  const well = await run("console.log('out'); console.error('err')");
  assert.ok(well.ok);
  assert.match(well.output, /out/);
  assert.match(well.output, /err/);
  assert.equal((await run('process.exit(3)')).ok, false);
  assert.equal((await run("process.kill(process.pid, 'SIGKILL')")).ok, false);
});

test('a tool that is not there fails its part', async () => {
  const { ok, output } = await run('', 'no-such-tool');
  assert.equal(ok, false);
  assert.match(output, /ENOENT/);
});
