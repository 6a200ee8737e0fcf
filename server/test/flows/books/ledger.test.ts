import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { inStore } from '../../../src/db/transaction.ts';
import { recordActivityBatch } from '../../../src/verbs/activity/record.ts';
import { OPERATOR, openTestBooks, type TestBooks } from '../../support/rows/books.ts';
import { paymentLine } from '../../support/rows/payment-line.ts';
import { readUnbrokenChain, type StoredEntry } from '../../support/models/unbroken-chain.ts';

const DAY_1 = '2026-04-01T00:00:00.000Z';
const DAY_2 = '2026-04-02T00:00:00.000Z';
const DAY_3 = '2026-04-03T00:00:00.000Z';

describe('the ledger of a store', () => {
  let books: TestBooks;
  before(async () => {
    books = await openTestBooks();
  });
  after(() => books.close());

  const assertUnbroken = (storeId: string): Promise<StoredEntry[]> => readUnbrokenChain(books, storeId);

  it('starts empty, or with its opening balance', async () => {
    const empty = await books.createStore();
    assert.deepEqual(await assertUnbroken(empty), []);
    const opened = await books.createStore({
      openingBalance: -250,
      openingBalanceAt: '2026-04-01T02:00:00+02:00',
    });
    const [entry, ...others] = await assertUnbroken(opened);
    assert.deepEqual(others, []);
    assert.deepEqual(
      [entry?.type, entry?.amount, entry?.created_at.toISOString(), entry?.note],
      ['OPENING_BALANCE', '-250', DAY_1, 'Opening balance'],
    );
  });

  it('books a payment once, when it is completed, with what it settles', async () => {
    const storeId = await books.createStore();
    const pending = paymentLine('pmt_once', DAY_1, {
      status: 'PENDING',
      completedAt: undefined,
      settledAmount: undefined,
    });
    assert.equal((await books.record(storeId, [pending])).ledgerEntries, 0);
    const completed = paymentLine('pmt_once', DAY_1, { completedAt: DAY_2 });
    const { accepted, ledgerEntries, head } = await books.record(storeId, [completed]);
    assert.deepEqual({ accepted, ledgerEntries }, { accepted: 1, ledgerEntries: 1 });
    for (const status of ['DISPUTED', 'COMPLETED', 'REFUNDED']) {
      assert.equal((await books.record(storeId, [{ ...completed, status }])).ledgerEntries, 0);
    }
    const [entry] = await assertUnbroken(storeId);
    assert.deepEqual(
      [
        entry?.type,
        entry?.amount,
        entry?.order_id,
        entry?.payment_id,
        entry?.created_at.toISOString(),
        entry?.note,
      ],
      ['PAYMENT_RECEIVED', '930', 'ord_pmt_once', 'pmt_once', DAY_2, 'Payment received'],
    );
    assert.equal(head.hash, entry?.hash.toString('hex'));
  });

  for (const status of ['COMPLETED', 'REFUNDED', 'DISPUTED']) {
    it(`books a payment that is first seen as ${status}`, async () => {
      const storeId = await books.createStore();
      const { ledgerEntries } = await books.record(storeId, [
        paymentLine(`pmt_${status}`, DAY_1, { status }),
      ]);
      assert.equal(ledgerEntries, 1);
      assert.equal((await assertUnbroken(storeId))[0]?.amount, '930');
    });
  }

  for (const status of ['PENDING', 'PROCESSING', 'FAILED', 'CANCELLED']) {
    it(`books nothing for a payment that is ${status}`, async () => {
      const storeId = await books.createStore();
      const { accepted, ledgerEntries } = await books.record(storeId, [
        paymentLine(`pmt_${status}`, DAY_1, { status }),
      ]);
      assert.deepEqual([accepted, ledgerEntries], [1, 0]);
      assert.deepEqual(await assertUnbroken(storeId), []);
    });
  }

  it('keeps the order of the lines; a late event takes the time of the entry before it', async () => {
    const storeId = await books.createStore({ openingBalance: 0, openingBalanceAt: DAY_2 });
    await books.record(storeId, [
      paymentLine('pmt_late', DAY_1, { settledAmount: 0 }),
      paymentLine('pmt_later', DAY_3, { settledAmount: -40 }),
      paymentLine('pmt_late_again', DAY_1),
    ]);
    assert.deepEqual(
      (await assertUnbroken(storeId)).map((entry) => [
        entry.payment_id,
        entry.created_at.toISOString(),
        entry.amount,
      ]),
      [
        [null, DAY_2, '0'],
        ['pmt_late', DAY_2, '0'],
        ['pmt_later', DAY_3, '-40'],
        ['pmt_late_again', DAY_3, '930'],
      ],
    );
  });

  it('is one unbroken chain when batches arrive at once, with the same payments among them', async () => {
    const storeId = await books.createStore();
    const batches = Array.from({ length: 8 }, (_, batch) =>
      Array.from({ length: 20 }, (_, index) =>
        paymentLine(`pmt_${index % 2 ? 'shared' : batch}_${index}`, DAY_1),
      ),
    );
    const results = await Promise.all(batches.map((lines) => books.record(storeId, lines)));
    const entries = await assertUnbroken(storeId);
    assert.equal(entries.length, 8 * 10 + 10);
    assert.equal(new Set(entries.map((entry) => entry.payment_id)).size, entries.length);
    assert.equal(
      results.reduce((sum, result) => sum + result.accepted, 0),
      entries.length,
    );
    assert.equal(
      results.reduce((sum, result) => sum + result.unchanged, 0),
      8 * 20 - entries.length,
    );
  });

  it('does not make one store wait for another', async () => {
    const [held, free] = [await books.createStore(), await books.createStore()];
    await inStore(books.context.database, held, async (transaction) => {
      await transaction.query('select 1 from ledger_heads where store_id = $1 for update', [held]);
      assert.equal((await books.record(free, [paymentLine('pmt_free', DAY_1)])).ledgerEntries, 1);
    });
  });

  it('refuses a batch that takes the balance beyond what JSON keeps exact, and names the line', async () => {
    const most = Number.MAX_SAFE_INTEGER;
    const storeId = await books.createStore({ openingBalance: most - 1, openingBalanceAt: DAY_1 });
    const lines = [
      paymentLine('pmt_to_the_limit', DAY_1, { settledAmount: 1 }),
      paymentLine('pmt_beyond', DAY_1, { settledAmount: 1 }),
    ];
    await assert.rejects(books.record(storeId, lines), {
      code: 'INVALID_REQUEST',
      details: [{ path: 'line 2', message: `would take the store's balance beyond ±${most}` }],
    });
    assert.equal((await books.record(storeId, lines.slice(0, 1))).head.runningBalance, most);
    await assert.rejects(books.createStore({ openingBalance: most + 1, openingBalanceAt: DAY_1 }), {
      code: 'INVALID_REQUEST',
    });
  });

  it('takes no -0 for another number than 0', async () => {
    const storeId = await books.createStore();
    const text = JSON.stringify(paymentLine('pmt_zero', DAY_1)).replace('930', '-0');
    await recordActivityBatch(books.context, OPERATOR, { storeId, lines: [text] });
    assert.equal((await assertUnbroken(storeId))[0]?.amount, '0');
  });

  describe('is held by the database too', () => {
    let storeId: string;
    let entries: StoredEntry[];
    before(async () => {
      storeId = await books.createStore();
      await books.record(storeId, [paymentLine('pmt_held_1', DAY_1), paymentLine('pmt_held_2', DAY_1)]);
      entries = await assertUnbroken(storeId);
    });

    const insert = `insert into ledger_entries
      (store_id, sequence, entry_id, type, amount, currency, previous_balance, running_balance, payment_id, created_at, note, previous_hash, hash)
      values ($1, $2, 'ble_' || $3::text, 'PAYMENT_RECEIVED', $4, 'USD', $5, $6, $7, now(), '', $8, sha256($3::bytea))`;

    /** A sound third entry, with something else about it. */
    function third(change: {
      sequence?: number;
      amount?: number;
      previousBalance?: number;
      balance?: number;
      paymentId?: string;
      previousHash?: Buffer;
    }) {
      const { sequence = 3, amount = 5, previousBalance = 1_860, paymentId = 'pmt_held_3' } = change;
      const balance = change.balance ?? previousBalance + amount;
      const previousHash = change.previousHash ?? (entries[1] as StoredEntry).hash;
      return [
        storeId,
        sequence,
        '0'.repeat(23) + '3',
        amount,
        previousBalance,
        balance,
        paymentId,
        previousHash,
      ];
    }

    const asServer = (text: string, values: unknown[] = []): Promise<unknown> =>
      inStore(books.context.database, storeId, (transaction) => transaction.query(text, values));

    const FOREIGN_KEY = { code: '23503' };
    const UNIQUE = { code: '23505' };
    const CHECK = { code: '23514' };
    const DENIED = { code: '42501' };

    it('which takes a sound entry', async () => {
      await assert.rejects(
        inStore(books.context.database, storeId, async (transaction) => {
          assert.equal((await transaction.query(insert, third({}))).rowCount, 1);
          throw new Error('taken');
        }),
        { message: 'taken' },
      );
    });
    it('which refuses a fork', () =>
      assert.rejects(
        asServer(
          insert,
          third({ sequence: 2, previousBalance: 930, previousHash: (entries[0] as StoredEntry).hash }),
        ),
        UNIQUE,
      ));
    it('which refuses a gap', () => assert.rejects(asServer(insert, third({ sequence: 4 })), FOREIGN_KEY));
    it('which refuses a wrong sum', () => assert.rejects(asServer(insert, third({ balance: 1_866 })), CHECK));
    it('which refuses a balance that was not there', () =>
      assert.rejects(asServer(insert, third({ previousBalance: 1_861 })), FOREIGN_KEY));
    it('which refuses a hash that was not there', () =>
      assert.rejects(asServer(insert, third({ previousHash: Buffer.alloc(32) })), FOREIGN_KEY));
    it('which refuses a second booking of a payment', () =>
      assert.rejects(asServer(insert, third({ paymentId: 'pmt_held_1' })), UNIQUE));
    it('which refuses an entry in another store', async () => {
      const [, ...rest] = third({});
      await assert.rejects(asServer(insert, [await books.createStore(), ...rest]), DENIED);
    });

    for (const text of [
      'update ledger_entries set note = note',
      'delete from ledger_entries',
      'truncate ledger_entries',
      'truncate ledger_entries cascade',
      'alter table ledger_entries disable row level security',
      'delete from ledger_heads',
    ]) {
      it(`which refuses the server to ${text}`, () => assert.rejects(asServer(text), DENIED));
    }
  });
});
