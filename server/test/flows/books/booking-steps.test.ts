import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { disputeLine, payoutLine, refundLine } from '../../support/rows/activity-lines.ts';
import { openTestBooks, type TestBooks } from '../../support/rows/books.ts';
import { paymentLine } from '../../support/rows/payment-line.ts';
import { readUnbrokenChain, type StoredEntry } from '../../support/models/unbroken-chain.ts';

const CREATED = '2026-04-01T00:00:00.000Z';
const OVER = '2026-04-02T00:00:00.000Z';

type Refusal = { code: string; details: { path: string; message: string }[] };
type Line = Record<string, unknown>;
type Booked = readonly [type: string, amount: number, at: string];

const RECEIVED: Booked = ['PAYMENT_RECEIVED', 930, OVER];
const REFUNDED: Booked = ['REFUND_INSTANT', -100, OVER];
const OPENED: Booked = ['DISPUTE_CREATED', -315, CREATED];
const WON: Booked = ['DISPUTE_WON', 300, OVER];
const PREVENTED: Booked = ['DISPUTE_PREVENTED', -315, CREATED];
const PAID_OUT: Booked = ['PAYOUT', -500, CREATED];
const CAME_BACK: Booked = ['PAYOUT_RETURNED', 500, OVER];

/** What each step books; a step that does not stand here is refused. `NEW`: first seen as. */
const STEPS: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, readonly Booked[]>>>>>> =
  {
    payment: {
      NEW: {
        ...{ PENDING: [], PROCESSING: [], FAILED: [], CANCELLED: [] },
        ...{ COMPLETED: [RECEIVED], REFUNDED: [RECEIVED], DISPUTED: [RECEIVED] },
      },
      PENDING: {
        ...{ PROCESSING: [], FAILED: [], CANCELLED: [] },
        ...{ COMPLETED: [RECEIVED], REFUNDED: [RECEIVED], DISPUTED: [RECEIVED] },
      },
      PROCESSING: {
        FAILED: [],
        CANCELLED: [],
        COMPLETED: [RECEIVED],
        REFUNDED: [RECEIVED],
        DISPUTED: [RECEIVED],
      },
      COMPLETED: { REFUNDED: [], DISPUTED: [] },
      REFUNDED: { DISPUTED: [] },
      DISPUTED: { COMPLETED: [], REFUNDED: [] },
      FAILED: {},
      CANCELLED: {},
    },
    refund: {
      NEW: { PROCESSING: [], COMPLETED: [REFUNDED], FAILED: [] },
      PROCESSING: { COMPLETED: [REFUNDED], FAILED: [] },
      COMPLETED: {},
      FAILED: {},
    },
    dispute: {
      NEW: {
        ...{ AWAITING_REVIEW: [OPENED], UNDER_REVIEW: [OPENED] },
        ...{ WON: [OPENED, WON], LOST: [OPENED], PREVENTED: [PREVENTED] },
      },
      AWAITING_REVIEW: { UNDER_REVIEW: [], WON: [WON], LOST: [] },
      UNDER_REVIEW: { WON: [WON], LOST: [] },
      WON: {},
      LOST: {},
      PREVENTED: {},
    },
    payout: {
      NEW: {
        ...{ PENDING: [PAID_OUT], PROCESSING: [PAID_OUT], COMPLETED: [PAID_OUT] },
        ...{ FAILED: [PAID_OUT, CAME_BACK], REJECTED: [], RETURNED: [PAID_OUT, CAME_BACK] },
      },
      PENDING: {
        PROCESSING: [],
        COMPLETED: [],
        FAILED: [CAME_BACK],
        REJECTED: [CAME_BACK],
        RETURNED: [CAME_BACK],
      },
      PROCESSING: { COMPLETED: [], FAILED: [CAME_BACK], REJECTED: [CAME_BACK], RETURNED: [CAME_BACK] },
      COMPLETED: { RETURNED: [CAME_BACK] },
      FAILED: {},
      REJECTED: {},
      RETURNED: {},
    },
  };

describe('each thing takes its steps forwards, and books each of them once', () => {
  let books: TestBooks;
  let ids = 0;
  before(async () => {
    books = await openTestBooks();
  });
  after(() => books.close());

  for (const [object, steps] of Object.entries(STEPS)) {
    const statuses = Object.keys(steps).filter((status) => status !== 'NEW');
    for (const [status, booked] of Object.entries(steps['NEW'] ?? {})) {
      it(`a ${object} first seen as ${status} books ${typesOf(booked)}`, async () => {
        const { record, line, entries } = await freshScene(object);
        const result = await record([line(status)]);
        assert.deepEqual([result.accepted, result.ledgerEntries], [1, booked.length]);
        assert.deepEqual(await entries(), booked);
        const again = await record([line(status)]);
        assert.deepEqual([again.accepted, again.unchanged, again.ledgerEntries], [0, 1, 0]);
      });
    }
    for (const from of statuses) {
      for (const to of statuses.filter((status) => status !== from)) {
        const booked = steps[from]?.[to];
        if (booked) {
          it(`a ${object} that is ${from} may become ${to}, which books ${typesOf(booked)}`, async () => {
            const { record, line, entries } = await freshScene(object);
            await record([line(from)]);
            const first = await entries();
            const result = await record([line(to)]);
            assert.deepEqual([result.accepted, result.ledgerEntries], [1, booked.length]);
            assert.deepEqual(await entries(), [...first, ...booked]);
            if (steps[to]?.[from]) return; // there and back: the line is a step again
            const again = await record([line(from)]);
            assert.deepEqual([again.accepted, again.unchanged, again.ledgerEntries], [0, 1, 0]);
            assert.deepEqual(await entries(), [...first, ...booked]);
          });
        } else {
          it(`a ${object} that is ${from} may not become ${to}, in a later batch or within one`, async () => {
            const { record, line, entries } = await freshScene(object);
            const message = `cannot become ${to}: the ${object} is ${from}`;
            const refusedAt = (number: number) => (error: Refusal) => {
              assert.equal(error.code, 'INVALID_REQUEST');
              assert.deepEqual(error.details[0], { path: `line ${number}: status`, message });
              return true;
            };
            await assert.rejects(record([line(from), line(to)]), refusedAt(2));
            assert.deepEqual(await entries(), [], 'nothing of the batch is recorded');
            await record([line(from)]);
            const first = await entries();
            await assert.rejects(record([line(to)]), refusedAt(1));
            assert.deepEqual(await entries(), first);
          });
        }
      }
    }
  }

  /** A store with a payment to refund or dispute, and one thing of the kind to take through its states. */
  async function freshScene(object: string) {
    const storeId = await books.createStore();
    const id = `${object}_${(ids += 1)}`;
    const paymentId = `pmt_of_${id}`;
    if (object === 'refund' || object === 'dispute') {
      await books.record(storeId, [paymentLine(paymentId, CREATED)]);
    }
    const bookedBefore = (await readUnbrokenChain(books, storeId)).length;
    return {
      record: (lines: Line[]) => books.record(storeId, lines),
      line: (status: string): Line => lineOf(object, id, paymentId, status),
      entries: async (): Promise<Booked[]> =>
        (await readUnbrokenChain(books, storeId)).slice(bookedBefore).map((entry) => {
          assertReferences(entry, object, id, paymentId);
          return [entry.type, Number(entry.amount), entry.created_at.toISOString()];
        }),
    };
  }
});

function lineOf(object: string, id: string, paymentId: string, status: string): Line {
  const over = /^(PENDING|PROCESSING|AWAITING_REVIEW|UNDER_REVIEW)$/.test(status) ? {} : { resolvedAt: OVER };
  switch (object) {
    case 'refund':
      return refundLine(id, paymentId, { status, resolvedAt: undefined, ...over });
    case 'dispute':
      return disputeLine(id, paymentId, { status, ...over });
    case 'payout':
      return payoutLine(id, { status, ...over });
    default:
      return paymentLine(id, CREATED, { status, completedAt: OVER });
  }
}

function assertReferences(entry: StoredEntry, object: string, id: string, paymentId: string): void {
  const isOfPayment = object !== 'payout';
  const payment = object === 'payment' ? id : paymentId;
  assert.deepEqual(
    [
      entry.order_id,
      entry.payment_id,
      entry.refund_id,
      entry.dispute_id,
      entry.payout_id,
      entry.adjustment_id,
    ],
    [
      ...(isOfPayment ? [`ord_${payment}`, payment] : [null, null]),
      ...['refund', 'dispute', 'payout'].map((own) => (own === object ? id : null)),
      null,
    ],
  );
}

function typesOf(booked: readonly Booked[]): string {
  return booked.map(([type]) => type).join(', ') || 'nothing';
}
