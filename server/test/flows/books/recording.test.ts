import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { recordActivityBatch } from '../../../src/verbs/activity/record.ts';
import { createStore } from '../../../src/verbs/stores/create.ts';
import { listStores } from '../../../src/verbs/stores/list.ts';
import { OPERATOR, openTestBooks, type TestBooks } from '../../support/rows/books.ts';
import { paymentLine } from '../../support/rows/payment-line.ts';

const DAY = '2026-04-01T00:00:00.000Z';
const EARLIER = '2026-03-31T00:00:00.000Z';
const TOKEN = { kind: 'token', storeId: 'shp_1', tokenId: 'stk_1', permissions: [] } as const;

describe('recording activity', () => {
  let books: TestBooks;
  let storeId: string;
  before(async () => {
    books = await openTestBooks();
    storeId = await books.createStore();
  });
  after(() => books.close());

  const stored = (id: string): Promise<Record<string, unknown>[]> =>
    books.ask('select * from daybook.payments where id = $1', [id]);

  it('of the same line twice changes nothing', async () => {
    const lines = [
      paymentLine('pmt_twice', DAY, { customer: { id: 'cus_twice', name: 'Zoë' }, metadata: { b: 1, a: 2 } }),
    ];
    const first = await books.record(storeId, lines);
    const before = await stored('pmt_twice');
    const second = await books.record(storeId, lines);
    assert.deepEqual([first.accepted, first.unchanged, first.ledgerEntries], [1, 0, 1]);
    assert.deepEqual([second.accepted, second.unchanged, second.ledgerEntries], [0, 1, 0]);
    assert.deepEqual(second.head, first.head);
    assert.deepEqual(await stored('pmt_twice'), before);
  });

  it('keeps what was sent, to the digit', async () => {
    const extremes = {
      ...{ createdAt: '0001-01-01T00:00:00Z', completedAt: '2026-04-01T02:00:00.001+02:00' },
      ...{ exchangeRate: '00123.4500', presentmentCurrency: 'KWD', presentmentAmount: 2 ** 53 - 1 },
      ...{ orderNumber: '🧾 "quoted", a\\b {c}\nNULL', couponCode: 'NULL', pspReference: '' },
      customer: { id: 'cus_exact', email: 'zoë@example.com', name: "O'Hara\t", country: 'GB', ip: '::1' },
      metadata: { z: [1, { a: 'é' }], a: null },
    };
    const lines = [paymentLine('pmt_exact', DAY, extremes)];
    await books.record(storeId, lines);
    assert.equal((await books.record(storeId, lines)).unchanged, 1);
    const [payment] = await stored('pmt_exact');
    assert.equal(payment?.['exchange_rate'], '00123.4500');
    assert.equal(payment?.['presentment_amount'], '9007199254740991');
    assert.equal(payment?.['order_number'], extremes.orderNumber);
    assert.equal(payment?.['coupon_code'], 'NULL');
    assert.equal(payment?.['psp_reference'], '');
    assert.equal(payment?.['metadata'], '{"z":[1,{"a":"é"}],"a":null}');
    assert.deepEqual(payment?.['completed_at'], new Date('2026-04-01T00:00:00.001Z'));
  });

  it('of a whole history a second time changes nothing, however far its things have moved on', async () => {
    const settled = { settledAmount: 930, completedAt: DAY };
    const early = { settledAmount: undefined, completedAt: undefined };
    const history = [
      paymentLine('pmt_history', EARLIER, { status: 'PENDING', ...early }),
      paymentLine('pmt_history', EARLIER, { status: 'PROCESSING', ...early }),
      paymentLine('pmt_history', EARLIER, { status: 'COMPLETED', ...settled }),
      paymentLine('pmt_history', EARLIER, { status: 'DISPUTED', ...settled }),
      paymentLine('pmt_history', EARLIER, { status: 'COMPLETED', ...settled }),
      paymentLine('pmt_history', EARLIER, { status: 'REFUNDED', ...settled }),
    ];
    for (const line of history) await books.record(storeId, [line]);
    const before = await stored('pmt_history');
    const again = await books.record(storeId, history);
    assert.deepEqual([again.accepted, again.unchanged, again.ledgerEntries], [0, 6, 0]);
    assert.deepEqual(await stored('pmt_history'), before);
    assert.equal((await books.record(storeId, [history[0] ?? {}])).unchanged, 1, 'the first line alone');
    await assert.rejects(
      books.record(storeId, [
        paymentLine('pmt_history', EARLIER, { status: 'PENDING', ...early, cardBrand: 'amex' }),
      ]),
      /cannot become PENDING/,
      'a line that goes back and was never sent is refused',
    );
  });

  it('takes each line as the whole current state: what is left out becomes null', async () => {
    const rich = {
      couponCode: 'SPRING',
      cardBrand: 'visa',
      metadata: { a: 1 },
      customer: { id: 'cus_1', name: 'A' },
    };
    await books.record(storeId, [paymentLine('pmt_whole', DAY, rich)]);
    const { accepted, ledgerEntries } = await books.record(storeId, [
      paymentLine('pmt_whole', DAY, { cardBrand: 'amex', customer: { id: 'cus_1', email: 'a@example.com' } }),
    ]);
    assert.deepEqual([accepted, ledgerEntries], [1, 0]);
    const [payment] = await stored('pmt_whole');
    const { coupon_code, card_brand, metadata, customer_name, customer_email } = payment ?? {};
    assert.deepEqual(
      { coupon_code, card_brand, metadata, customer_name, customer_email },
      {
        coupon_code: null,
        card_brand: 'amex',
        metadata: null,
        customer_name: null,
        customer_email: 'a@example.com',
      },
    );
  });

  it('applies the lines of one batch in their order, also of one payment', async () => {
    const at = (status: string, totalAmount: number): object =>
      paymentLine('pmt_steps', DAY, { status, totalAmount });
    const lines = [
      at('PENDING', 1),
      at('PROCESSING', 2),
      at('COMPLETED', 3),
      at('COMPLETED', 3),
      at('DISPUTED', 3),
    ];
    const { accepted, unchanged, ledgerEntries } = await books.record(storeId, lines);
    assert.deepEqual([accepted, unchanged, ledgerEntries], [4, 1, 1]);
    const [payment] = await stored('pmt_steps');
    assert.deepEqual([payment?.['status'], payment?.['total_amount']], ['DISPUTED', '3']);
  });

  it('records nothing of a batch that has a bad line, and names every bad line', async () => {
    const lines = [
      paymentLine('pmt_good', DAY),
      paymentLine('pmt_bad', DAY, { totalAmount: -1 }),
      paymentLine('pmt_twice', DAY, { settledAmount: 1, customer: { id: 'cus_twice' } }),
      paymentLine('pmt_worse', DAY, { currency: 'EUR' }),
    ].map((line) => JSON.stringify(line));
    const lineNumbers = [11, 12, 17, 18, 19];
    await assert.rejects(
      recordActivityBatch(books.context, OPERATOR, { storeId, lines: [...lines, '{'], lineNumbers }),
      {
        code: 'INVALID_REQUEST',
        message:
          '4 of 5 lines are not valid, so nothing of the batch was recorded. line 12: totalAmount: must be at least 0.',
        details: [
          { path: 'line 12: totalAmount', message: 'must be at least 0' },
          { path: 'line 17: settledAmount', message: 'cannot change any more: the payment is booked' },
          { path: 'line 18: currency', message: "must be USD, the store's, in a payment that is COMPLETED" },
          { path: 'line 19', message: 'not JSON' },
        ],
      },
    );
    assert.deepEqual(await stored('pmt_good'), []);
    const oneBad = { storeId, lines: [lines[0], '{'] as string[], lineNumbers: [1, 2] };
    await assert.rejects(recordActivityBatch(books.context, OPERATOR, oneBad), {
      message: '1 of 2 lines is not valid, so nothing of the batch was recorded. line 2: not JSON.',
    });
  });

  it('names at most 100 faults', async () => {
    const lines = Array.from({ length: 150 }, () => '{}');
    await assert.rejects(
      recordActivityBatch(books.context, OPERATOR, { storeId, lines }),
      (error: { details: unknown[] }) => {
        assert.equal(error.details.length, 100);
        return true;
      },
    );
  });

  const changes: [string, Record<string, unknown>, Record<string, unknown>, string][] = [
    ['a step back', {}, { status: 'PROCESSING' }, 'status'],
    ['a step out of the end', { status: 'FAILED' }, { status: 'COMPLETED' }, 'status'],
    ['another order', { status: 'PENDING' }, { orderId: 'ord_2' }, 'orderId'],
    ['another order number', { status: 'PENDING' }, { orderNumber: 'cs_2' }, 'orderNumber'],
    ['another currency', { status: 'PENDING' }, { status: 'PENDING', currency: 'EUR' }, 'currency'],
    ['another time of creation', { status: 'PENDING' }, { createdAt: EARLIER }, 'createdAt'],
    ['another customer', { customer: { id: 'cus_a' } }, { customer: { id: 'cus_b' } }, 'customer.id'],
    ['a customer left out', { customer: { id: 'cus_a' } }, {}, 'customer.id'],
    ['another settled amount', {}, { settledAmount: 931 }, 'settledAmount'],
    ['another intended amount', {}, { intendedAmount: 1 }, 'intendedAmount'],
    ['another total amount', {}, { status: 'REFUNDED', totalAmount: 1 }, 'totalAmount'],
    ['a discount', {}, { discountAmount: 1 }, 'discountAmount'],
    ['a tax left out', { taxAmount: 1 }, {}, 'taxAmount'],
    ['another platform fee', { platformFeeAmount: 1 }, { platformFeeAmount: 2 }, 'platformFeeAmount'],
    ['a processing fee', {}, { processingFeeAmount: 0 }, 'processingFeeAmount'],
    ['another exchange rate', { exchangeRate: '1.50' }, { exchangeRate: '1.5' }, 'exchangeRate'],
    ['another time of completion', {}, { completedAt: EARLIER }, 'completedAt'],
  ];
  for (const [index, [name, first, second, field]] of changes.entries()) {
    it(`refuses ${name}, in a later batch and within one`, async () => {
      const before = paymentLine(`pmt_change_${index}`, DAY, first);
      const after = paymentLine(`pmt_change_${index}`, DAY, second);
      const named = (path: string) => (error: { code: string; details: { path: string }[] }) => {
        assert.equal(error.code, 'INVALID_REQUEST');
        assert.deepEqual(
          error.details.map((detail) => detail.path),
          [path],
        );
        return true;
      };
      await assert.rejects(books.record(storeId, [before, after]), named(`line 2: ${field}`));
      await books.record(storeId, [before]);
      await assert.rejects(books.record(storeId, [after]), named(`line 1: ${field}`));
    });
  }

  it('takes another currency in a payment that never touches the balance', async () => {
    const { accepted } = await books.record(storeId, [
      paymentLine('pmt_eur', DAY, { status: 'FAILED', currency: 'EUR' }),
    ]);
    assert.equal(accepted, 1);
  });

  it("refuses ids of another store's, without telling of it", async () => {
    const other = await books.createStore();
    await books.record(other, [paymentLine('pmt_theirs', DAY, { customer: { id: 'cus_theirs' } })]);
    const lines = [paymentLine('pmt_ours', DAY), paymentLine('pmt_theirs', DAY)];
    const details = [{ path: 'line 2: id', message: 'is in use elsewhere' }];
    await assert.rejects(books.record(storeId, lines), { code: 'INVALID_REQUEST', details });
    assert.deepEqual(await stored('pmt_ours'), []);
    await assert.rejects(
      books.record(storeId, [paymentLine('pmt_ours', DAY, { customer: { id: 'cus_theirs' } })]),
      {
        details: [{ path: 'line 1: customer.id', message: 'is in use elsewhere' }],
      },
    );
  });

  const held = {
    customers: `insert into daybook.customers (store_id, id) values ($1, 'cus_customers_5')`,
    payments: `insert into daybook.payments
      (store_id, id, order_id, order_number, status, currency, intended_amount, total_amount, created_at)
      values ($1, 'pmt_payments_5', 'o', 'o', 'PENDING', 'USD', 1, 1, now())`,
  };
  for (const table of ['customers', 'payments'] as const) {
    it(`of the same new ${table} into two stores at once, in any order, gives them to one of the two`, async () => {
      const [one, other, third] = [
        await books.createStore(),
        await books.createStore(),
        await books.createStore(),
      ];
      const digits = Array.from({ length: 10 }, (_, digit) => digit);
      const linesOf = (owner: string, order: number[]): object[] =>
        order.map((digit, index) =>
          table === 'payments'
            ? paymentLine(`pmt_payments_${digit}`, DAY)
            : paymentLine(`pmt_${owner}_${index}`, DAY, { customer: { id: `cus_customers_${digit}` } }),
        );
      // Whoever does not keep to an order is stopped half-way by the third, and then in the other's way.
      await books.ask('begin');
      await books.ask(held[table], [third]);
      const both = Promise.allSettled([
        books.record(one, linesOf('one', digits)),
        books.record(other, linesOf('other', digits.toReversed())),
      ]);
      await untilWaiting(2);
      await books.ask('rollback');
      const results = await both;
      assert.deepEqual(new Set(results.map((result) => result.status)), new Set(['fulfilled', 'rejected']));
      const refused = results.find((result) => result.status === 'rejected')?.reason as { code: string };
      assert.equal(refused.code, 'INVALID_REQUEST');
    });
  }

  async function untilWaiting(count: number): Promise<void> {
    let waiting = 0;
    while (waiting < count) {
      await books.ask('select pg_stat_clear_snapshot()');
      const [row] = await books.ask<{ waiting: number }>(
        `select count(*)::int as waiting from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock'`,
      );
      waiting = row?.waiting ?? 0;
    }
  }

  it("refuses an event after the database's now, whatever the server's clock says", async () => {
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    await assert.rejects(books.record(storeId, [paymentLine('pmt_tomorrow', tomorrow)]), {
      details: [
        { path: 'line 1: createdAt', message: 'is in the future' },
        { path: 'line 1: completedAt', message: 'is in the future' },
      ],
    });
  });

  it('refuses too many lines, too many bytes, strangers, and stores that do not exist', async () => {
    const send = (input: { storeId: string; lines: string[] }) =>
      recordActivityBatch(books.context, OPERATOR, input);
    const tooLarge = { code: 'PAYLOAD_TOO_LARGE' };
    await assert.rejects(send({ storeId, lines: Array.from({ length: 10_001 }, () => '{}') }), tooLarge);
    await assert.rejects(send({ storeId, lines: ['"', 'é'.repeat(8 * 1024 * 1024)] }), tooLarge);
    await assert.rejects(send({ storeId: 'shp_000000000000000000000000', lines: [] }), { code: 'NOT_FOUND' });
    await assert.rejects(send({ storeId: 'shp_\0', lines: [] }), { code: 'NOT_FOUND' });
    await assert.rejects(recordActivityBatch(books.context, TOKEN, { storeId, lines: [] }), {
      code: 'FORBIDDEN',
    });
  });

  it('takes 10,000 lines at once', async () => {
    const lines = Array.from({ length: 10_000 }, (_, index) => paymentLine(`pmt_many_${index}`, DAY));
    const { accepted, ledgerEntries } = await books.record(await books.createStore(), lines);
    assert.deepEqual([accepted, ledgerEntries], [10_000, 10_000]);
  });
});

describe('making a store', () => {
  let books: TestBooks;
  before(async () => {
    books = await openTestBooks();
  });
  after(() => books.close());

  const STORE = {
    title: 'Shop',
    handle: 'shop',
    currency: 'GBP',
    country: 'GB',
    ownerEmail: 'Owner@example.com',
  };
  const make = (change: object = {}) => createStore(books.context, OPERATOR, { ...STORE, ...change });

  it('gives it an owner, whose account is found again by its address in any case', async () => {
    const first = await make({ handle: 'first' });
    const second = await make({ handle: 'second', ownerEmail: 'OWNER@example.com' });
    assert.equal(first.owner.accountId, second.owner.accountId);
    const members = await books.ask('select account_id, role from daybook.members where store_id = $1', [
      second.id,
    ]);
    assert.deepEqual(members, [{ account_id: second.owner.accountId, role: 'OWNER' }]);
    const listed = await listStores(books.context, OPERATOR, { page: 1, limit: 2 });
    assert.deepEqual(
      listed.items.map((store) => store.id),
      [second.id, first.id],
    );
  });

  it('refuses a handle that is taken, and strangers', async () => {
    await make({ handle: 'taken' });
    await assert.rejects(make({ handle: 'taken' }), { code: 'HANDLE_TAKEN' });
    await assert.rejects(createStore(books.context, TOKEN, STORE), { code: 'FORBIDDEN' });
    await assert.rejects(listStores(books.context, TOKEN, { page: 1, limit: 1 }), { code: 'FORBIDDEN' });
  });

  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
  const bad: [object, string][] = [
    [{ title: '' }, 'title'],
    [{ title: 'x'.repeat(257) }, 'title'],
    [{ title: 'Shop\r\nBcc: evil@example.com' }, 'title'],
    [{ handle: '' }, 'handle'],
    [{ handle: 'Shop' }, 'handle'],
    [{ handle: '-shop' }, 'handle'],
    [{ handle: 'x'.repeat(65) }, 'handle'],
    [{ currency: 'XYZ' }, 'currency'],
    [{ country: 'gb' }, 'country'],
    [{ ownerEmail: 'a@x\r\nRCPT TO:<evil@x>' }, 'ownerEmail'],
    [{ openingBalance: 1 }, 'openingBalanceAt'],
    [{ openingBalanceAt: DAY }, 'openingBalance'],
    [{ openingBalance: 1.5, openingBalanceAt: DAY }, 'openingBalance'],
    [{ openingBalance: 2 ** 53, openingBalanceAt: DAY }, 'openingBalance'],
    [{ openingBalance: 1, openingBalanceAt: '2026-02-30T00:00:00Z' }, 'openingBalanceAt'],
    [{ openingBalance: 1, openingBalanceAt: tomorrow }, 'openingBalanceAt'],
  ];
  for (const [change, path] of bad) {
    it(`refuses ${JSON.stringify(change).slice(0, 70)}`, async () => {
      await assert.rejects(
        make(change),
        (error: { code: string; message: string; details: { path: string }[] }) => {
          assert.equal(error.code, 'INVALID_REQUEST');
          assert.deepEqual(
            error.details.map((detail) => detail.path),
            [path],
          );
          assert.match(error.message, new RegExp(`^The store is not valid: ${path} .*\\.$`));
          return true;
        },
      );
    });
  }
});
