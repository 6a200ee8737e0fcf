import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { sweptNothing } from '../../../src/jobs/swept.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { endProcesses, startProcess } from '../../support/servers/start-process.ts';
import { heldBy, openSweptWorld, type SweptWorld } from '../../support/models/swept-world.ts';

describe('daybook-server sweep', () => {
  let database: TestDatabase;
  let folder: string;
  let world: SweptWorld;
  before(async () => {
    database = await createTestDatabase();
    folder = await mkdtemp(join(tmpdir(), 'daybook-sweep-'));
    world = await openSweptWorld({ ...database, folder, clock: Date.now });
  });
  afterEach(endProcesses);
  after(async () => {
    await world.close();
    await database.close();
    await rm(folder, { recursive: true });
  });

  async function run(...words: string[]): Promise<{ code: number | string; printed: string }> {
    const process = startProcess(['sweep', ...words], {
      DATABASE_URL: database.appUrl,
      SECRETS_KEY: randomBytes(32).toString('base64'),
      DAYBOOK_DATA_DIR: folder,
    });
    const code = await process.ended();
    return { code, printed: process.printed() };
  }

  it('says what it deleted, a line a kind, and what it left alone; the second time there is nothing', async () => {
    const storeId = await world.newStore();
    const expired = await world.take(await world.newReport(storeId, Date.now(), ['CSV']));
    await world.put(expired.keys[0] as string);
    await world.publish(expired);
    const failed = await world.take(await world.newReport(storeId, Date.now() + 60_000, ['CSV', 'JSON']));
    for (const key of failed.keys) await world.put(key);
    await world.leaveUpload(failed.keys[0] as string);
    await world.fail(failed.report, 'INTERNAL');
    await writeFile(join(folder, 'objects', 'notes.txt'), '');
    const stray = '1 object or upload in the storage is of nothing in this database and was left alone.\n';
    assert.deepEqual(await run(), {
      code: 0,
      printed: `Deleted:
           1 report with its files and manifest
           2 files of attempts that no report needs
           1 unfinished upload
${stray}`,
    });
    assert.deepEqual(await heldBy(world.context.storage), { objects: ['notes.txt'], uploads: [] });
    assert.deepEqual(await run(), { code: 0, printed: `Nothing to delete.\n${stray}` });
    await rm(join(folder, 'objects', 'notes.txt'));
  });

  it('says the same to machines', async () => {
    await world.newReport(await world.newStore(), Date.now(), ['CSV']);
    const { code, printed } = await run('--json');
    assert.deepEqual(
      [code, JSON.parse(printed)],
      [0, { swept: { ...sweptNothing(), reports: 1 }, failures: [], finished: true }],
    );
  });

  it('ends with 1 and the reason where a part could not be done, and does the others', async () => {
    await world.newReport(await world.newStore(), Date.now(), ['CSV']);
    await rm(join(folder, 'objects'), { recursive: true });
    await writeFile(join(folder, 'objects'), 'not a folder');
    const { code, printed } = await run();
    assert.equal(code, 1);
    assert.match(printed, /^ +1 report with its files and manifest$/m);
    assert.match(
      printed,
      /^Could not sweep remains of attempts: ENOTDIR.*; sweep again once it is mended\.$/m,
    );
    await rm(join(folder, 'objects'));
  });

  it('explains itself, and refuses what it does not understand', async () => {
    const { code, printed } = await run('--help');
    assert.equal(code, 0);
    assert.match(printed, /^daybook-server sweep \[--json\]\n[^]*Exit codes: 0 done/);
    for (const [word, answer] of [
      ['everything', /"everything" is one word too many\. See --help\./],
      ['--jsno', /Unknown option '--jsno'/],
    ] as const) {
      const wrong = await run(word);
      assert.equal(wrong.code, 2);
      assert.match(wrong.printed, answer);
    }
  });
});
