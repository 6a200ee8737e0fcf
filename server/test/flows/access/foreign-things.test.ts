import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type AccessCaller, createAccessCallers } from '../../support/access/access-callers.ts';
import { type AccessRequest, soundRequest, thingsOf } from '../../support/access/access-requests.ts';
import { ACCESS_ROWS, type AccessRow } from '../../support/access/access-table.ts';
import { type AccessWorld, createAccessWorld } from '../../support/access/access-world.ts';
import { startDaybook, type TestDaybook } from '../../support/daybook.ts';
import { sentStatements } from '../../support/faults/sent-statements.ts';
import { createTestClock } from '../../support/test-clock.ts';

const MONTH = { periodStart: '2026-04-01T00:00:00Z', periodEnd: '2026-05-01T00:00:00Z' };
/** Headers that time alone changes. */
const TIMED = new Set(['date', 'x-ratelimit-remaining', 'x-ratelimit-reset']);

/** Everything by which whoever asks, or whoever watches the database, could tell two requests apart. */
type Seen = { status: number; headers: string[][]; text: string; statements: string[] };

describe('the id of a thing of another store', () => {
  const clock = createTestClock();
  let daybook: TestDaybook;
  let world: AccessWorld;
  let callers: Record<string, AccessCaller>;
  let reportId: string;
  let foreign: Record<string, string>;
  before(async () => {
    // Without a worker, whose statements would be among those of requests.
    daybook = await startDaybook({ clock, working: false });
    world = await createAccessWorld(daybook, clock);
    callers = await createAccessCallers(world);
    const create = { type: 'PAYMENT_ACTIVITY', ...MONTH };
    reportId = (await world.store.call<{ id: string }>('POST', '/reports', create)).body.data.id;
    const { storeId } = world.otherStore;
    const theirs = await world.otherStore.call<{ id: string }>('POST', '/reports', create);
    foreign = {
      storeId,
      reportId: theirs.body.data.id,
      endpointId: await world.createEndpoint(storeId),
      tokenId: (await world.createToken(storeId, {})).id,
      accountId: world.alienId,
      sessionId: (await world.createSession(world.alienId)).sessionId,
    };
  });
  after(() => daybook.stop());

  async function look(caller: AccessCaller, request: AccessRequest): Promise<Seen> {
    const { method, path, body = '' } = request;
    const headers = { 'X-Request-Id': 'same', ...request.headers, ...caller.headers({ method, path, body }) };
    clock.advance(1_000 / 50);
    // What the last request left to be written down would come in between.
    await daybook.context.recorder.flush();
    // Whether the caller's token was looked up a moment ago is no difference between two ids.
    daybook.context.knownTokens.forgetAll();
    let response = new Response();
    let text = '';
    const statements = await sentStatements(daybook, async () => {
      response = await fetch(daybook.baseUrl + path, { method, headers, ...(body === '' ? {} : { body }) });
      text = await response.text();
    });
    const told = [...response.headers].filter(([name]) => !TIMED.has(name));
    return { status: response.status, headers: told, text, statements };
  }

  /** As each caller who is let into the first store, with this id in the path a foreign, an unknown and maybe no id at all. */
  async function compare(row: AccessRow, id: string): Promise<number> {
    const names = Object.keys(row.cells).filter((name) => !['alie', 'oper'].includes(name) && [200, 201, 403].includes(row.cells[name] ?? 0)); // prettier-ignore
    for (const name of names) {
      const caller = callers[name] as AccessCaller;
      const ids = await thingsOf(world, row, caller, { reportId, status: 404 });
      const ask = async (value: string) => look(caller, await soundRequest(world, row, caller, { ...ids, [id]: value })); // prettier-ignore
      const theirs = foreign[id] ?? '';
      const seen = await ask(theirs);
      const isRefused = row.cells[name] === 403 && id !== 'storeId';
      assert.equal(seen.status, isRefused ? 403 : 404, `${name}: ${seen.text}`);
      assert.ok(seen.statements.length > 0, 'statements are seen');
      assert.deepEqual(await ask(`${theirs.slice(0, 4)}${'0'.repeat(24)}`), seen, name);
      if (id === 'storeId') assert.deepEqual(await ask('nonsense'), seen, name);
    }
    return names.length;
  }

  for (const row of ACCESS_ROWS) {
    // For the operator no store is foreign, and what is public has no owner.
    if (row.note || row.cells['none'] !== 401 || row.path.startsWith('/v2/platform')) continue;
    for (const id of ['storeId', 'reportId', 'endpointId', 'tokenId', 'accountId', 'sessionId']) {
      if (!row.path.includes(`{${id}}`)) continue;
      it(`is answered, and looked for, as one that nothing has: ${id} of ${row.method} ${row.path}`, async () => {
        assert.ok((await compare(row, id)) >= 5);
      });
    }
  }
});
