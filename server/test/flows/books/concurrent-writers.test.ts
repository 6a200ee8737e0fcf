import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Database, openDatabase } from '../../../src/db/database.ts';
import { lockHead } from '../../../src/db/ledger-heads.ts';
import { readNow } from '../../../src/db/now.ts';
import { inStore } from '../../../src/db/transaction.ts';
import { recordActivity, type RecordedActivity } from '../../../src/ledger/record-activity.ts';
import { recordActivityBatch } from '../../../src/verbs/activity/record.ts';
import { runAudit } from '../../../src/verbs/audit/run.ts';
import { adjustmentLine, disputeLine, payoutLine, refundLine } from '../../support/rows/activity-lines.ts';
import { OPERATOR, openTestBooks, type TestBooks } from '../../support/rows/books.ts';
import { createLedgerModel, type FeedLine } from '../../support/models/ledger-model.ts';
import { paymentLine } from '../../support/rows/payment-line.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import { readUnbrokenChain } from '../../support/models/unbroken-chain.ts';
import { TEST_SEED } from '../../support/test-seed.ts';

const WRITERS = 64;
const BATCHES_EACH = 3;
const POOLS = 4;
const CONNECTIONS_PER_POOL = 12;

type Recorded = { lines: object[]; answer: RecordedActivity };

describe(`many writers at once (DAYBOOK_TEST_SEED=${TEST_SEED})`, () => {
  const random = seededRandom(TEST_SEED);
  const pools: Database[] = [];
  let books: TestBooks;
  let things = 0;
  before(async () => {
    books = await openTestBooks();
    for (let nth = 0; nth < POOLS; nth += 1) {
      pools.push(
        openDatabase({
          url: books.database.appUrl,
          maxConnections: CONNECTIONS_PER_POOL,
          applicationName: `writer ${nth}`,
          onError: (error) => assert.fail(error),
        }),
      );
    }
  });
  after(async () => {
    for (const pool of pools) await pool.close();
    await books.close();
  });

  /** Through one of the pools, as if by one of several processes. */
  function recordBy(writer: number, storeId: string, lines: readonly object[]): Promise<RecordedActivity> {
    const context = { database: pools[writer % POOLS] as Database };
    return recordActivityBatch(context, OPERATOR, { storeId, lines: lines.map((line) => JSON.stringify(line)) }); // prettier-ignore
  }

  /** Things of every kind; their times are such that the order of batches decides on the times of entries. */
  function batchOfAllKinds(): object[] {
    const at = () => ({ createdAt: new Date(Date.UTC(2026, 3, 1) + random.below(86_400_000)).toISOString() });
    const id = () => `${(things += 1)}`;
    const payment = `pmt_${id()}`;
    const resolved = () => ({ resolvedAt: at().createdAt });
    return [
      paymentLine(payment, at().createdAt, { settledAmount: 900 + random.below(99) }),
      refundLine(`rfd_${id()}`, payment, { ...at(), ...resolved(), amount: 1 + random.below(500) }),
      disputeLine(`dsp_${id()}`, payment, { ...at(), ...resolved(), status: random.pick(['WON', 'LOST']) }),
      payoutLine(`pto_${id()}`, {
        ...at(),
        ...resolved(),
        status: random.pick(['PENDING', 'PENDING', 'FAILED']),
      }),
      adjustmentLine(`adj_${id()}`, { ...at(), amount: random.below(100) - 50 }),
    ];
  }

  /** What is stored must be what the plain model makes of the batches, one after the other as they were committed. */
  async function assertAsIfInTurns(storeId: string, recorded: readonly Recorded[]): Promise<void> {
    const inTurn = recorded.toSorted((one, other) => one.answer.head.sequence - other.answer.head.sequence);
    const model = createLedgerModel({ currency: 'USD' });
    for (const { lines, answer } of inTurn) {
      for (const line of lines as FeedLine[]) model.take(line);
      assert.equal(answer.head.sequence, model.entries.length);
      assert.equal(answer.head.runningBalance, model.balance());
    }
    const entries = (await readUnbrokenChain(books, storeId)).map((entry) => ({
      ...{ sequence: Number(entry.sequence), type: entry.type, amount: Number(entry.amount) },
      ...{ runningBalance: Number(entry.running_balance), createdAt: entry.created_at.toISOString() },
      ...{ orderId: entry.order_id, paymentId: entry.payment_id, refundId: entry.refund_id },
      ...{ disputeId: entry.dispute_id, payoutId: entry.payout_id, adjustmentId: entry.adjustment_id },
    }));
    assert.deepEqual(entries, model.entries);
    // Tie-outs and windows too.
    for await (const { fault } of runAudit(books.context, OPERATOR, { storeId })) assert.equal(fault, null);
  }

  it(`on one store leave the books that one writer would have left`, async () => {
    const storeId = await books.createStore();
    const recorded: Recorded[] = [];
    const writers = Array.from({ length: WRITERS }, async (_, writer) => {
      for (let batch = 0; batch < BATCHES_EACH; batch += 1) {
        const lines = batchOfAllKinds();
        recorded.push({ lines, answer: await recordBy(writer, storeId, lines) });
      }
    });
    await Promise.all(writers);
    await assertAsIfInTurns(storeId, recorded);
  });

  it('over 100 stores leave in each the books that one writer would have left', async () => {
    const stores = await Promise.all(Array.from({ length: 100 }, () => books.createStore()));
    const recorded = new Map(stores.map((storeId) => [storeId, [] as Recorded[]]));
    const writers = Array.from({ length: WRITERS }, async (_, writer) => {
      for (let batch = 0; batch < BATCHES_EACH; batch += 1) {
        const storeId = random.pick(stores);
        const lines = batchOfAllKinds();
        recorded.get(storeId)?.push({ lines, answer: await recordBy(writer, storeId, lines) });
      }
    });
    await Promise.all(writers);
    for (const [storeId, ofStore] of recorded) await assertAsIfInTurns(storeId, ofStore);
  });

  it('that send the same lines, in any order and overlap, book each once', async () => {
    const storeId = await books.createStore();
    const lines = Array.from({ length: 40 }, (_, nth) => [
      paymentLine(`pmt_same_${nth}`, '2026-04-01T00:00:00.000Z'),
      adjustmentLine(`adj_same_${nth}`),
    ]).flat();
    const answers = await Promise.all(
      Array.from({ length: WRITERS }, (_, writer) => {
        const some = writer === 0 ? lines : lines.filter(() => random.below(2) === 0);
        return recordBy(
          writer,
          storeId,
          some.toSorted(() => random.below(3) - 1),
        );
      }),
    );
    const sum = (count: (answer: RecordedActivity) => number) =>
      answers.reduce((total, answer) => total + count(answer), 0);
    assert.equal(sum(({ accepted }) => accepted), lines.length); // prettier-ignore
    assert.equal(sum(({ ledgerEntries }) => ledgerEntries), lines.length); // prettier-ignore
    const entries = await readUnbrokenChain(books, storeId);
    assert.equal(entries.length, lines.length);
    assert.equal(entries.at(-1)?.running_balance, String(40 * (930 - 40)));
  });

  it('that together would refund more than was paid: as many are refused as have to be', async () => {
    const storeId = await books.createStore();
    await books.record(storeId, [paymentLine('pmt_scarce', '2026-04-01T00:00:00.000Z')]);
    for (const [prefix, amount, most] of [
      ['two', 600, 1],
      ['many', 90, 4],
    ] as const) {
      const attempts = Array.from({ length: prefix === 'two' ? 2 : 16 }, (_, writer) =>
        recordBy(writer, storeId, [refundLine(`rfd_${prefix}_${writer}`, 'pmt_scarce', { amount })]),
      );
      const settled = await Promise.allSettled(attempts);
      const refused = settled.flatMap((each) => (each.status === 'rejected' ? [each.reason as Error] : []));
      assert.equal(settled.length - refused.length, most);
      for (const error of refused) assert.match(error.message, /line 1: amount: is beyond what was paid/);
    }
    assert.equal((await readUnbrokenChain(books, storeId)).at(-1)?.running_balance, String(930 - 600 - 360));
  });

  describe('of different stores do not wait for each other', () => {
    /** Runs `run` in a transaction of the store that stays open until it is told how to end. */
    async function hold(
      storeId: string,
      run: (transaction: Parameters<typeof lockHead>[0]) => Promise<unknown>,
    ) {
      // prettier-ignore
      const held = Promise.withResolvers<void>();
      const end = Promise.withResolvers<void>();
      const done = inStore(pools[0] as Database, storeId, async (transaction) => {
        await run(transaction);
        held.resolve();
        await end.promise;
      });
      done.catch(held.reject);
      await held.promise;
      const finish = async (settle: () => void): Promise<void> => {
        settle();
        await done.catch(() => undefined);
      };
      return {
        commit: () => finish(end.resolve),
        rollBack: () => finish(() => end.reject(new Error('rolled back'))),
      };
    }

    const holdBatch = (storeId: string, line: object) =>
      hold(storeId, async (transaction) => {
        const lines = [{ number: 1, text: JSON.stringify(line) }];
        await recordActivity(transaction, { currency: 'USD' }, lines, await readNow(transaction));
      });

    /** Resolves once so many wait for locks that other transactions hold. */
    async function untilWaiting(count = 1): Promise<void> {
      for (;;) {
        const waiting = await books.ask(
          `select from pg_stat_activity where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0`,
        );
        if (waiting.length >= count) return;
      }
    }

    const payment = (id: string, customer: string) =>
      paymentLine(id, '2026-04-01T00:00:00.000Z', { customer: { id: customer } });
    const payout = (id: string, account: string) => payoutLine(id, { bankAccount: { id: account } });

    it('while one holds its head', async () => {
      const [busy, free] = [await books.createStore(), await books.createStore()];
      const head = await hold(busy, lockHead);
      const waiting = recordBy(1, busy, [payment('pmt_busy', 'cus_busy')]);
      await untilWaiting();
      assert.equal((await recordBy(2, free, batchOfAllKinds())).accepted, 5);
      await head.commit();
      assert.equal((await waiting).ledgerEntries, 1);
    });

    for (const [kind, field, line] of [
      ['payment', 'id', (nth: number) => payment('pmt_shared', `cus_of_${nth}`)],
      ['customer', 'customer.id', (nth: number) => payment(`pmt_c_${nth}`, 'cus_shared')],
      ['bank account', 'bankAccount.id', (nth: number) => payout(`pto_b_${nth}`, 'bnk_shared')],
    ] as const) {
      it(`unless they give the same id to a new ${kind}: the second one waits for the first, then is refused`, async () => {
        const stores = [await books.createStore(), await books.createStore(), await books.createStore()] as const; // prettier-ignore
        const first = await holdBatch(stores[0], line(0));
        const second = recordBy(1, stores[1], [line(1)]);
        const refused = assert.rejects(second, {
          code: 'INVALID_REQUEST',
          details: [{ path: `line 1: ${field}`, message: 'is in use elsewhere' }],
        });
        await untilWaiting();
        assert.equal((await recordBy(2, stores[2], batchOfAllKinds())).accepted, 5, 'others do not');
        await first.commit();
        await refused;
        assert.deepEqual(await readUnbrokenChain(books, stores[1]), []);
        assert.equal((await readUnbrokenChain(books, stores[0])).length, 1);
      });
    }

    it('and the second one has the id when the first was undone', async () => {
      const [one, other] = [await books.createStore(), await books.createStore()];
      const first = await holdBatch(one, payment('pmt_undone', 'cus_undone'));
      const second = recordBy(1, other, [payment('pmt_undone', 'cus_undone')]);
      await untilWaiting();
      await first.rollBack();
      assert.equal((await second).ledgerEntries, 1);
      assert.deepEqual(await readUnbrokenChain(books, one), []);
    });

    for (const [kind, line] of [
      ['payments', (name: string) => paymentLine(`pmt_${name}`, '2026-04-01T00:00:00.000Z')],
      ['customers', (name: string, place: string) => payment(`pmt_at_${place}`, `cus_${name}`)],
    ] as const) {
      it(`and never for each other, in whatever order they name the same new ${kind}`, async () => {
        const stores = [await books.createStore(), await books.createStore(), await books.createStore()] as const; // prettier-ignore
        const names = ['a', 'm', 'z'].map((name) => `order_${kind}_${name}`);
        // Both stop half-way, each with what the other would want next, if they went in the order of their lines.
        const middle = await holdBatch(stores[0], line(names[1] as string, 'held'));
        const one = recordBy(1, stores[1], names.map((name, nth) => line(name, `one_${nth}`))); // prettier-ignore
        const other = recordBy(2, stores[2], names.toReversed().map((name, nth) => line(name, `other_${nth}`))); // prettier-ignore
        const settled = Promise.allSettled([one, other]);
        await untilWaiting(2);
        await middle.rollBack();
        const refused = (await settled).flatMap((each) => (each.status === 'rejected' ? [each.reason as Error] : [])); // prettier-ignore
        assert.equal(refused.length, 1);
        assert.match(refused[0]?.message ?? '', /is in use elsewhere/);
      });
    }
  });
});
