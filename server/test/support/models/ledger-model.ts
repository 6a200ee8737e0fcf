/** A line of the activity feed: the whole state of one thing. */
export type FeedLine = Readonly<Record<string, unknown>> & {
  readonly object: 'payment' | 'refund' | 'dispute' | 'payout' | 'adjustment';
  readonly id: string;
  readonly status?: string;
  readonly createdAt: string;
};

/** An entry without its hash, its id and its note. */
export type ModelEntry = {
  sequence: number;
  type: string;
  amount: number;
  runningBalance: number;
  createdAt: string;
  orderId: string | null;
  paymentId: string | null;
  refundId: string | null;
  disputeId: string | null;
  payoutId: string | null;
  adjustmentId: string | null;
};

/** The last eight columns of PAYOUT_RECONCILIATION. */
export type ModelTieOut = {
  firstLedgerSequence: number;
  lastLedgerSequence: number;
  paymentsAmount: bigint;
  refundsAmount: bigint;
  disputesAmount: bigint;
  adjustmentsAmount: bigint;
  balanceBefore: bigint;
  balanceAfter: bigint;
};

/**
 * The rules of `docs/ledger.md` once more, in the plainest way: everything is kept in memory, and what can be worked out
 * from the entries is worked out when asked. For legal lines only; the arrays stand in the order of their reports.
 */
export type LedgerModel = {
  readonly currency: string;
  /** Takes the next line of the feed. One that its thing has moved on from is a repetition. */
  take(line: FeedLine): void;
  /** In sequence. */
  readonly entries: readonly ModelEntry[];
  balance(): number;
  /** The newest line of each, by (`createdAt`, id). */
  payments(): FeedLine[];
  refunds(): FeedLine[];
  disputes(): FeedLine[];
  /** By (`createdAt`, kind, id). */
  refundsAndDisputes(): FeedLine[];
  /** `tieOut` is null for a payout that was never booked. */
  payouts(): (FeedLine & { tieOut: ModelTieOut | null })[];
  adjustments(): FeedLine[];
  find(object: FeedLine['object'], id: string): FeedLine | undefined;
};

export function createLedgerModel(store: {
  currency: string;
  openingBalance?: number | undefined;
  openingBalanceAt?: string | undefined;
}): LedgerModel {
  const things = new Map<string, { first: FeedLine; now: FeedLine; booked: number }>();
  const entries: ModelEntry[] = [];
  const find = (object: FeedLine['object'], id: unknown) => things.get(`${object} ${String(id)}`)?.now;

  function book({ type, amount, at }: Booking, references: Partial<ModelEntry>): void {
    const before = entries.at(-1);
    entries.push({
      ...{
        orderId: null,
        paymentId: null,
        refundId: null,
        disputeId: null,
        payoutId: null,
        adjustmentId: null,
      },
      ...references,
      sequence: entries.length + 1,
      type,
      amount,
      runningBalance: (before?.runningBalance ?? 0) + amount,
      createdAt: before && before.createdAt > at ? before.createdAt : at,
    });
  }

  function referencesOf(line: FeedLine): Partial<ModelEntry> {
    if (line.object === 'payout') return { payoutId: line.id };
    if (line.object === 'adjustment') return { adjustmentId: line.id };
    const payment = line.object === 'payment' ? line : find('payment', line['paymentId']);
    const ofPayment = { orderId: payment?.['orderId'] as string, paymentId: payment?.id as string };
    if (line.object === 'refund') return { ...ofPayment, refundId: line.id };
    return line.object === 'dispute' ? { ...ofPayment, disputeId: line.id } : ofPayment;
  }

  function all(...objects: FeedLine['object'][]): FeedLine[] {
    const lines = [...things.values()].map(({ now }) => now);
    return lines.filter(({ object }) => objects.includes(object)).toSorted(inReportOrder);
  }

  if (store.openingBalance !== undefined) {
    const at = store.openingBalanceAt as string;
    book({ type: 'OPENING_BALANCE', amount: store.openingBalance, at }, {});
  }
  return {
    currency: store.currency,
    entries,
    balance: () => entries.at(-1)?.runningBalance ?? 0,
    take(line) {
      const key = `${line.object} ${line.id}`;
      const thing = things.get(key) ?? { first: line, now: line, booked: 0 };
      if (!mayFollow(thing.now, line)) return;
      const implied = bookingsOf(line, thing.first);
      for (const booking of implied.slice(thing.booked)) book(booking, referencesOf(line));
      things.set(key, { first: thing.first, now: line, booked: implied.length });
    },
    payments: () => all('payment'),
    refunds: () => all('refund'),
    disputes: () => all('dispute'),
    refundsAndDisputes: () => all('refund', 'dispute'),
    payouts: () => all('payout').map((line) => ({ ...line, tieOut: tieOutOf(line.id, entries) })),
    adjustments: () => all('adjustment'),
    find,
  };
}

type Booking = { type: string; amount: number; at: string };

/** Everything that a thing in this state has ever booked, in order. */
function bookingsOf(line: FeedLine, first: FeedLine): Booking[] {
  const status = line.status ?? '';
  const booking = (type: string, amount: number, at: string): Booking => ({
    type,
    amount,
    at: String(line[at]),
  });
  const amount = Number(line['amount']);
  const withFee = -(amount + Number(line['feeAmount']));
  switch (line.object) {
    case 'payment':
      if (!/^(COMPLETED|REFUNDED|DISPUTED)$/.test(status)) return [];
      return [booking('PAYMENT_RECEIVED', Number(line['settledAmount']), 'completedAt')];
    case 'refund':
      if (status !== 'COMPLETED') return [];
      return [booking(`REFUND_${(line['mode'] as string | undefined) ?? 'INSTANT'}`, -amount, 'resolvedAt')];
    case 'dispute':
      if (status === 'PREVENTED') return [booking('DISPUTE_PREVENTED', withFee, 'createdAt')];
      return [
        booking('DISPUTE_CREATED', withFee, 'createdAt'),
        ...(status === 'WON' ? [booking('DISPUTE_WON', amount, 'resolvedAt')] : []),
      ];
    case 'payout':
      if (first.status === 'REJECTED') return [];
      return [
        booking('PAYOUT', -amount, 'createdAt'),
        ...(/^(FAILED|REJECTED|RETURNED)$/.test(status)
          ? [booking('PAYOUT_RETURNED', amount, 'resolvedAt')]
          : []),
      ];
    case 'adjustment':
      return [booking('ADJUSTMENT', amount, 'createdAt')];
  }
}

/** What may come after what, besides itself. */
export const FOLLOWERS: Readonly<Record<string, string>> = {
  'payment PENDING': 'PROCESSING COMPLETED FAILED CANCELLED REFUNDED DISPUTED',
  'payment PROCESSING': 'COMPLETED FAILED CANCELLED REFUNDED DISPUTED',
  'payment COMPLETED': 'REFUNDED DISPUTED',
  'payment DISPUTED': 'COMPLETED REFUNDED',
  'payment REFUNDED': 'DISPUTED',
  'refund PROCESSING': 'COMPLETED FAILED',
  'dispute AWAITING_REVIEW': 'UNDER_REVIEW WON LOST',
  'dispute UNDER_REVIEW': 'WON LOST',
  'payout PENDING': 'PROCESSING COMPLETED FAILED REJECTED RETURNED',
  'payout PROCESSING': 'COMPLETED FAILED REJECTED RETURNED',
  'payout COMPLETED': 'RETURNED',
};

/** Whether the line is the next state of the thing, or the same with other details. */
export function mayFollow(now: FeedLine, line: FeedLine): boolean {
  if (line.status === now.status) return true;
  return (FOLLOWERS[`${now.object} ${now.status}`] ?? '').split(' ').includes(line.status ?? '');
}

/** Found by walking the entries from the payout before, as a reader of the ledger file would. */
function tieOutOf(payoutId: string, entries: readonly ModelEntry[]): ModelTieOut | null {
  const last = entries.findIndex((entry) => entry.type === 'PAYOUT' && entry.payoutId === payoutId);
  if (last < 0) return null;
  const previous = entries.slice(0, last).findLastIndex((entry) => entry.type === 'PAYOUT');
  const window = entries.slice(previous + 1, last);
  const sum = (types: RegExp) =>
    window.reduce((total, { type, amount }) => (types.test(type) ? total + BigInt(amount) : total), 0n);
  return {
    firstLedgerSequence: previous + 2,
    lastLedgerSequence: last + 1,
    paymentsAmount: sum(/^PAYMENT_RECEIVED$/),
    refundsAmount: sum(/^REFUND_/),
    disputesAmount: sum(/^DISPUTE_/),
    adjustmentsAmount: sum(/^(ADJUSTMENT|OPENING_BALANCE|PAYOUT_RETURNED)$/),
    balanceBefore: BigInt(entries[previous]?.runningBalance ?? 0),
    balanceAfter: BigInt((entries[last] as ModelEntry).runningBalance),
  };
}

function inReportOrder(one: FeedLine, other: FeedLine): number {
  const [a, b] = [one, other].map(({ object, id }) => `${object.toUpperCase()} ${id}`) as [string, string];
  return Date.parse(one.createdAt) - Date.parse(other.createdAt) || (a < b ? -1 : 1);
}
