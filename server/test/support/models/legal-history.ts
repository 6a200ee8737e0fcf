import fc from 'fast-check';
import { createLedgerModel, type FeedLine, FOLLOWERS, type LedgerModel, mayFollow } from './ledger-model.ts';

/** A store and what to do in it, as plain numbers, so that fast-check can make a failing history small. */
export type HistoryPlan = {
  store: { currency: string; openingBalance?: number; openingBalanceAt?: string };
  steps: readonly Step[];
};

type Step = {
  act: (typeof ACTS)[number];
  pick: number;
  status: number;
  amount: number;
  minutes: number;
  minutesLate: number;
  endsBatch: boolean;
};

const START = Date.parse('2026-01-01T00:00:00.000Z');
const MINUTE_MS = 60_000;
const ACTS = ['payment', 'payment', 'payment', 'refund', 'refund', 'dispute', 'payout', 'adjustment', 'advance', 'advance', 'advance', 'edit', 'repeat'] as const; // prettier-ignore
const SETTLED = ['COMPLETED', 'REFUNDED', 'DISPUTED'];
const REASONS = ['FRAUDULENT', 'DUPLICATE', 'GENERAL'];

const amounts = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 1, max: 500 }),
  fc.integer({ min: 0, max: 1_000_000 }),
  fc.integer({ min: 0, max: 10 ** 12 }),
);

/** Histories of up to `maxSteps` lines with states seen late, skipped steps and repetitions. */
export function historyPlans(maxSteps = 60): fc.Arbitrary<HistoryPlan> {
  const currency = fc.constantFrom('USD', 'JPY', 'KWD');
  const opening = fc.record({
    openingBalance: fc.oneof(amounts, fc.integer({ min: -(10 ** 9), max: -1 })),
    openingBalanceAt: fc.constantFrom('2025-12-31T23:59:59.999Z', '2026-01-01T06:00:00.000Z'),
  });
  return fc.record({
    store: fc
      .tuple(currency, fc.option(opening, { nil: {} }))
      .map(([code, balance]) => ({ currency: code, ...balance })),
    steps: fc.array(
      fc.record({
        act: fc.constantFrom(...ACTS),
        pick: fc.nat(1_000_000),
        status: fc.nat(1_000_000),
        amount: amounts,
        minutes: fc.constantFrom(0, 0, 1, 60, 1_440),
        minutesLate: fc.constantFrom(0, 0, 0, 30, 2_880),
        endsBatch: fc.constantFrom(true, false, false),
      }),
      { maxLength: maxSteps, size: 'max' },
    ),
  });
}

/** The plan as legal lines in batches. All ids begin with `prefix`, so that many histories fit into one database. */
export function playHistory(plan: HistoryPlan, prefix: string): FeedLine[][] {
  const model = createLedgerModel(plan.store);
  const lines: FeedLine[] = [];
  const batches: FeedLine[][] = [[]];
  let clock = START;
  for (const [nth, step] of plan.steps.entries()) {
    clock += step.minutes * MINUTE_MS;
    const at = new Date(clock - step.minutesLate * MINUTE_MS).toISOString();
    const line = lineOf({ model, lines, step, at, id: `${prefix}_${nth}` });
    if (!line) continue;
    model.take(line);
    lines.push(line);
    batches.at(-1)?.push(line);
    if (step.endsBatch) batches.push([]);
  }
  return batches.filter((batch) => batch.length > 0);
}

type Scene = { model: LedgerModel; lines: readonly FeedLine[]; step: Step; at: string; id: string };

function lineOf(scene: Scene): FeedLine | undefined {
  switch (scene.step.act) {
    case 'payment':
      return newPayment(scene);
    case 'refund':
      return newRefund(scene);
    case 'dispute':
      return newDispute(scene);
    case 'payout':
      return newPayout(scene);
    case 'adjustment': {
      const amount = scene.step.amount * (scene.step.pick % 2 === 0 ? 1 : -1);
      return { object: 'adjustment', id: `adj_${scene.id}`, amount, note: 'Correction', createdAt: scene.at };
    }
    case 'advance':
      return advanced(scene);
    case 'edit':
      return edited(scene);
    case 'repeat':
      return repeated(scene);
  }
}

function newPayment({ model, step, at, id }: Scene): FeedLine {
  const status = pickOf(['PENDING', 'PROCESSING', 'FAILED', 'CANCELLED', ...SETTLED, 'COMPLETED', 'COMPLETED'], step.status); // prettier-ignore
  const never = status === 'FAILED' || status === 'CANCELLED';
  return withState(
    {
      ...{ object: 'payment', id: `pmt_${id}`, orderId: `ord_${id}`, orderNumber: `cs_${id}`, createdAt: at },
      currency: never && step.pick % 3 === 0 ? 'EUR' : model.currency,
      ...{ intendedAmount: step.amount, totalAmount: step.amount },
      ...(step.pick % 4 === 0 ? {} : { customer: { id: `cus_${id}`, email: 'buyer@example.com' } }),
    },
    status,
    { at, pick: step.pick },
  );
}

function newRefund({ model, step, at, id }: Scene): FeedLine | undefined {
  const payment = pickOf(model.payments(), step.pick);
  if (!payment) return undefined;
  const room = roomOf(model, payment);
  const status =
    room > 0 ? pickOf(['PROCESSING', 'COMPLETED', 'COMPLETED', 'FAILED'], step.status) : 'FAILED';
  const amount = status === 'FAILED' ? step.amount + 1 : 1 + (step.amount % room);
  const mode = pickOf([undefined, 'INSTANT', 'ASYNC', 'EXTERNAL'], step.pick);
  const reason = pickOf([undefined, 'REQUESTED_BY_CUSTOMER', 'DUPLICATE'], step.pick);
  const base = { object: 'refund', id: `rfd_${id}`, paymentId: payment.id, amount, createdAt: at } as const;
  return withState({ ...base, ...(mode ? { mode } : {}), ...(reason ? { reason } : {}) }, status, {
    at,
    pick: step.pick,
  });
}

function newDispute({ model, step, at, id }: Scene): FeedLine | undefined {
  const payments = model.payments().filter((payment) => payment['currency'] === model.currency);
  const payment = pickOf(payments, step.pick);
  const status = pickOf(['AWAITING_REVIEW', 'AWAITING_REVIEW', 'UNDER_REVIEW', 'WON', 'LOST', 'PREVENTED'], step.status); // prettier-ignore
  if (!payment) return undefined;
  const fields = { paymentId: payment.id, amount: step.amount, feeAmount: step.pick % 2_000 };
  const reason = pickOf(REASONS, step.pick);
  return withState({ object: 'dispute', id: `dsp_${id}`, ...fields, reason, createdAt: at }, status, {
    at,
    pick: step.pick,
  });
}

function newPayout({ model, step, at, id }: Scene): FeedLine {
  const status = pickOf(['PENDING', 'PENDING', 'PROCESSING', 'COMPLETED', 'FAILED', 'REJECTED', 'RETURNED'], step.status); // prettier-ignore
  const bankAccount = { id: `bnk_${id}`, bankName: 'Bank', lastFour: 'A1z9', country: 'GB' };
  return withState(
    {
      ...{ object: 'payout', id: `pto_${id}`, currency: model.currency, createdAt: at },
      ...{
        amount: step.pick % 3 === 0 ? Math.max(0, model.balance()) : step.amount,
        feeAmount: step.pick % 300,
      },
      ...(step.pick % 2 === 0 ? { bankAccount, riskScore: step.pick % 101 } : {}),
    },
    status,
    { at, pick: step.pick },
  );
}

/** Some thing that is not at its end takes a step, or skips some. */
function advanced({ model, lines, step, at }: Scene): FeedLine | undefined {
  const open = currentOf(model, lines).filter((line) => followersOf(line).length > 0);
  const line = pickOf(open, step.pick);
  return line && withState(line, pickOf(followersOf(line), step.status), { at, pick: step.pick });
}

/** Details change: those that may. */
function edited({ model, lines, step }: Scene): FeedLine | undefined {
  const line = pickOf(currentOf(model, lines), step.pick);
  if (line?.object === 'payout') return { ...line, pspReference: `psp ${step.amount}` };
  if (line?.object === 'payment') {
    const amountsToo = SETTLED.includes(line.status as string) ? {} : { totalAmount: step.amount };
    return { ...line, couponCode: `coupon ${step.amount}`, ...amountsToo };
  }
  if (line?.object === 'refund' && line.status === 'PROCESSING') {
    const payment = model.find('payment', line['paymentId'] as string) as FeedLine;
    return { ...line, amount: 1 + (step.amount % (roomOf(model, payment) + Number(line['amount']))) };
  }
  return undefined;
}

/** The newest line of a thing, or one that it has moved on from. */
function repeated({ model, lines, step }: Scene): FeedLine | undefined {
  const repeatable = lines.filter((line) => {
    const now = model.find(line.object, line.id) as FeedLine;
    return line === now || !mayFollow(now, line);
  });
  return pickOf(repeatable, step.pick);
}

/** What of the payment may still be refunded. */
function roomOf(model: LedgerModel, payment: FeedLine): number {
  if (!SETTLED.includes(payment.status as string)) return 0;
  const counted = model
    .refunds()
    .filter((refund) => refund['paymentId'] === payment.id && refund.status !== 'FAILED');
  return counted.reduce((room, refund) => room - Number(refund['amount']), Number(payment['totalAmount']));
}

/** The thing in another state, with what that state requires. */
function withState(line: FeedLine, status: string, { at, pick }: { at: string; pick: number }): FeedLine {
  const next = { ...line, status };
  if (line.object === 'payment') {
    if (!SETTLED.includes(status) || line['completedAt'] !== undefined) return next;
    const fee = pick % 1_000; // may well exceed a tiny sale
    return {
      ...next,
      completedAt: at,
      processingFeeAmount: fee,
      settledAmount: Number(line['totalAmount']) - fee,
    };
  }
  if (line.object === 'payout' && status === 'COMPLETED') return { ...next, completedAt: at };
  const isOver = /^(COMPLETED|FAILED|WON|LOST|REJECTED|RETURNED)$/.test(status);
  return isOver ? { ...next, resolvedAt: at } : next;
}

function currentOf(model: LedgerModel, lines: readonly FeedLine[]): FeedLine[] {
  return lines.filter((line) => model.find(line.object, line.id) === line);
}

function followersOf(line: FeedLine): string[] {
  const followers = (FOLLOWERS[`${line.object} ${line.status}`] ?? '')
    .split(' ')
    .filter((text) => text !== '');
  return line.object === 'payment' && line['currency'] === 'EUR' ? [] : followers;
}

function pickOf<Item>(items: readonly Item[], number: number): Item {
  return items[number % items.length] as Item;
}
