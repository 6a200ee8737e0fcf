import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import pg from 'pg';
import { adjustmentLine } from '../../support/rows/activity-lines.ts';
import { startDaybook, type TestDaybook } from '../../support/daybook.ts';
import { type HistoryPlan, historyPlans, playHistory } from '../../support/models/legal-history.ts';
import { type Platform, platformOf, type RecordedAnswer } from '../../support/platform.ts';

const RUNS = Number(process.env['DAYBOOK_TEST_RUNS'] ?? 20);
const SEED = 20_261_101;
const BATCHES = 8;
/** In which order the batches set out. */
const orders = fc.shuffledSubarray([...Array(BATCHES).keys()], { minLength: BATCHES });
const TABLES = ['payments', 'refunds', 'disputes', 'payouts', 'adjustments', 'ledger_entries'];

describe('batches that are sent to one store at the same time', () => {
  let daybook: TestDaybook;
  let platform: Platform;
  let client: pg.Client;
  let runs = 0;
  before(async () => {
    daybook = await startDaybook({ working: false });
    platform = platformOf(daybook);
    client = new pg.Client({ connectionString: daybook.database.superUrl });
    await client.connect();
  });
  after(async () => {
    await client.end();
    await daybook.stop();
  });

  it('end in the books of the same batches sent one after the other, in the order of their entries', async (test) => {
    const taken: number[] = [];
    await fc.assert(
      fc.asyncProperty(historyPlans(40), orders, async (plan, order) => {
        taken.push(await assertLikeOneByOne(plan, order));
      }),
      { seed: SEED, numRuns: RUNS },
    );
    test.diagnostic(`${taken.length} histories, batches taken: ${taken.join(' ')}`);
    // Which ones are refused depends on who comes first; that many are taken does not.
    const all = taken.reduce((sum, count) => sum + count, 0);
    assert.ok(all >= 2 * RUNS, `only ${all} batches were taken`);
  });

  async function assertLikeOneByOne(plan: HistoryPlan, sendingOrder: readonly number[]): Promise<number> {
    runs += 1;
    const [together, oneByOne] = [`t${runs}x`, `o${runs}x`];
    const shared = await platform.createStore(plan.store);
    const batches = batchesOf(plan, together);
    const sent = sendingOrder.filter((index) => index < batches.length);
    const answers = await Promise.all(
      sent.map(async (index) => ({ index, ...(await platform.send(shared, batches[index] ?? [])) })),
    );
    assert.ok(answers.every(({ status }) => status === 200 || status === 400));
    const order = answers
      .flatMap(({ status, body, index }) => (status === 200 ? [{ index, data: body.data }] : []))
      .toSorted((one, other) => one.data.head.sequence - other.data.head.sequence);
    const replayed = await platform.createStore(plan.store);
    for (const { index, data } of order) {
      const again = await platform.send(replayed, batchesOf(plan, oneByOne)[index] ?? []);
      assert.deepEqual(countsOf(again.body.data), countsOf(data));
    }
    assert.deepEqual(await booksOf(replayed, oneByOne), await booksOf(shared, together));
    return order.length;
  }

  /** Everything of the store but what differs in every store: its id, and the ids and hashes that are made with it. */
  async function booksOf(storeId: string, prefix: string): Promise<string[]> {
    const rows = TABLES.map((table) => `
      select '${table}' || (to_jsonb(t) - 'store_id' - 'entry_id' - 'hash' - 'previous_hash')::text as row
      from daybook.${table} as t where store_id = $1`); // prettier-ignore
    const found = await client.query<{ row: string }>(rows.join(' union all '), [storeId]);
    return found.rows.map(({ row }) => row.replaceAll(prefix, '')).toSorted();
  }
});

/** Each begins with an entry of its own, so that the heads they end in tell their order. */
function batchesOf(plan: HistoryPlan, prefix: string): object[][] {
  return playHistory(plan, prefix)
    .slice(0, BATCHES)
    .map((batch, index) => [adjustmentLine(`${prefix}first${index}`), ...batch]);
}

function countsOf({ accepted, unchanged, ledgerEntries, head }: RecordedAnswer): unknown {
  const { hash: _hash, ...place } = head;
  return { accepted, unchanged, ledgerEntries, ...place };
}
