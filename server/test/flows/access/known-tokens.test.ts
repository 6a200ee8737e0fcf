import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createToken } from '../../../src/verbs/tokens/create.ts';
import { deleteToken } from '../../../src/verbs/tokens/delete.ts';
import { rollSecret } from '../../../src/verbs/tokens/roll-secret.ts';
import { createTestStore, startDaybook, type TestDaybook, type TestStore } from '../../support/daybook.ts';
import { hmacClient } from '../../support/access/hmac-client.ts';
import { createTestClock } from '../../support/test-clock.ts';

const OPERATOR = { kind: 'operator' } as const;
const MODES = ['BEARER', 'HMAC'] as const;

describe('a token that is used on two processes', () => {
  const clock = createTestClock();
  let here: TestDaybook;
  let there: TestDaybook;
  let store: TestStore;
  before(async () => {
    here = await startDaybook({ clock, working: false });
    there = await startDaybook({ on: here, clock, working: false });
    store = await createTestStore(here);
  });
  after(async () => {
    await there.stop();
    await here.stop();
  });

  const newToken = (mode: 'BEARER' | 'HMAC') =>
    createToken(here.context, OPERATOR, { storeId: store.storeId, name: 'polls', permissions: ['REPORTS_READ'], mode }); // prettier-ignore

  /** The status of a request with it. Each comes in a second of its own, so that none is refused for its number. */
  async function ask(
    daybook: TestDaybook,
    token: Awaited<ReturnType<typeof newToken>>,
    path = '/reports?limit=1',
  ) {
    clock.advance(1_000);
    if (token.mode === 'HMAC') return (await hmacClient(daybook, store.storeId, token).send(2, 'GET', path, '', clock())).status; // prettier-ignore
    const headers = { Authorization: `Bearer ${token.secret}` };
    return (await fetch(`${daybook.baseUrl}/v2/core/stores/${store.storeId}${path}`, { headers })).status;
  }

  /** How long the token was still let in over there, in milliseconds; throws beyond the second that is allowed. */
  async function untilRefused(token: Awaited<ReturnType<typeof newToken>>): Promise<void> {
    const since = performance.now();
    for (;;) {
      const askedAt = performance.now();
      if ((await ask(there, token)) === 401) return;
      assert.ok(askedAt - since < 1_000, `let in ${askedAt - since} ms after its end`);
    }
  }

  for (const mode of MODES) {
    it(`${mode}: polls with one trip to the database each`, async () => {
      const token = await newToken(mode);
      assert.equal(await ask(here, token), 200);
      const { pool } = here.context.database;
      let trips = 0;
      const look = (): void => void (trips += 1);
      pool.on('acquire', look);
      for (let nth = 0; nth < 5; nth += 1) {
        await ask(here, token, `/reports/rpt_${'0'.repeat(24)}`);
      }
      pool.off('acquire', look);
      assert.ok(trips >= 5 && trips <= 7, `${trips} trips`);
    });

    it(`${mode}: is dead at once where it was rolled or deleted, and within a second on the other`, async () => {
      const token = await newToken(mode);
      assert.deepEqual([await ask(here, token), await ask(there, token)], [200, 200]);
      const rolled = await rollSecret(here.context, OPERATOR, { storeId: store.storeId, tokenId: token.id });
      assert.equal(await ask(here, token), 401);
      assert.equal(await ask(there, rolled), 200, 'its new secret is good everywhere, at once');
      await untilRefused(token);
      assert.equal(await ask(here, rolled), 200);
      await deleteToken(here.context, OPERATOR, { storeId: store.storeId, tokenId: token.id });
      assert.equal(await ask(here, rolled), 401);
      await untilRefused(rolled);
    });
  }
});
