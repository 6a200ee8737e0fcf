import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DEMO_STORE } from '../../../src/embedded/demo/demo-store.ts';
import { ensureDemoStore } from '../../../src/embedded/demo/ensure-demo-store.ts';
import { generateDemoActivity } from '../../../src/embedded/demo/generate-demo-activity.ts';
import { openTestBooks, type TestBooks } from '../../support/rows/books.ts';
import { createLedgerModel, type FeedLine } from '../../support/models/ledger-model.ts';
import { readUnbrokenChain } from '../../support/models/unbroken-chain.ts';

const NOW = Date.now();

describe('the demo store', () => {
  let books: TestBooks;
  before(async () => {
    books = await openTestBooks(() => NOW);
  });
  after(() => books.close());

  it('is fed its whole history, every object of it, and nothing more the second time', async () => {
    const { seed, days, payments, currency, openingBalance } = DEMO_STORE;
    const feed = [...generateDemoActivity({ seed, days, payments, currency, until: NOW })];
    const openingBalanceAt = new Date(NOW - days * 86_400_000).toISOString();
    const model = createLedgerModel({ currency, openingBalance, openingBalanceAt });
    for (const line of feed) model.take(JSON.parse(JSON.stringify(line)) as FeedLine);

    let sent = 0;
    const { storeId } = await ensureDemoStore(books.context, (lines) => (sent = lines));
    assert.equal(sent, feed.length);
    const chain = await readUnbrokenChain(books, storeId);
    assert.deepEqual(
      chain.map(({ type, amount, created_at }) => `${type} ${amount} ${created_at.toISOString()}`),
      model.entries.map(({ type, amount, createdAt }) => `${type} ${amount} ${createdAt}`),
    );
    assert.deepEqual(new Set(chain.map(({ type }) => type)).size, 11, 'every type of entry occurs');
    const [stored] = await books.ask(
      `select
         (select count(*)::int from daybook.payments) as payments, (select count(*)::int from daybook.refunds) as refunds,
         (select count(*)::int from daybook.disputes) as disputes, (select count(*)::int from daybook.payouts) as payouts`,
    );
    const { payments: sold, refunds, disputes, payouts } = { payments: model.payments(), refunds: model.refunds(), disputes: model.disputes(), payouts: model.payouts() }; // prettier-ignore
    assert.deepEqual(stored, {
      ...{ payments: sold.length, refunds: refunds.length },
      ...{ disputes: disputes.length, payouts: payouts.length },
    });

    await ensureDemoStore(books.context, () => undefined);
    const again = await readUnbrokenChain(books, storeId);
    assert.deepEqual([again.length, again.at(-1)], [chain.length, chain.at(-1)]);
  });
});
