import { DAY_MS } from '../../../src/domain/limits.ts';
import { HOSTILE_TEXTS, hostilePayments } from './hostile-payments.ts';
import { seededRandom } from '../seeded-random.ts';

/** The month in which everything of `hostileActivity` is created. */
const HOSTILE_MONTH = { start: Date.UTC(2026, 3, 1), end: Date.UTC(2026, 4, 1) };

/** What the feed takes for the note of an adjustment. */
const NOTES = HOSTILE_TEXTS.filter((text) => !/^'*[=+\-@\t\r＝＋－＠]/.test(text));
const EMAILS = ['=cmd', '+tag', '-x', "'=a", "''+b", '＝c', '＠d', "o'neil", '🧾', 'פרטי'].map(
  (name) => `${name}@example.com`,
);
const BANK_ID_HOLDERS = 7;

type Line = Record<string, unknown> & { id: string; createdAt: string };

/**
 * Everything that moves a balance, in the order of its creation: `count` payments, and in proportion refunds, disputes,
 * payouts and adjustments of every status, with hostile text wherever text goes. Some are created at the very first and
 * the very last millisecond of a day. The same for the same seed.
 */
export function hostileActivity(seed: number, count: number): Line[] {
  const random = seededRandom(seed + 1);
  const payments = [...hostilePayments(seed, count)].map((payment) => withEdges(payment as Line, random));
  const lines = payments.flatMap((payment, index) => {
    const followers = payment['status'] === 'COMPLETED' ? followersOf(payment, index, random) : [];
    return [payment, ...followers];
  });
  for (let index = 0; index < count / 10; index += 1) lines.push(payout(index, random), adjustment(index, random)); // prettier-ignore
  return lines.toSorted((one, other) => Date.parse(one.createdAt) - Date.parse(other.createdAt));
}

type Random = ReturnType<typeof seededRandom>;

/** Moves some payments to the edges of their day, and gives some an e-mail address that a spreadsheet would run. */
function withEdges(payment: Line, random: Random): Line {
  const day = Math.floor(Date.parse(payment.createdAt) / DAY_MS) * DAY_MS;
  const instants = [day, day + DAY_MS - 1, Date.parse(payment.createdAt), Date.parse(payment.createdAt)];
  const createdAt = new Date(random.pick(instants)).toISOString();
  const customer = payment['customer'] as { email?: string } | undefined;
  const email = random.unit() < 0.5 ? random.pick(EMAILS) : customer?.email;
  return {
    ...payment,
    createdAt,
    ...(payment['completedAt'] === undefined ? {} : { completedAt: createdAt }),
    ...(customer ? { customer: { ...customer, ...(email === undefined ? {} : { email }) } } : {}),
  };
}

function followersOf(payment: Line, index: number, random: Random): Line[] {
  const paid = payment['totalAmount'] as number;
  const lines: Line[] = [];
  if (paid >= 4 && random.unit() < 0.4) {
    for (let part = 0; part < 1 + random.below(2); part += 1) {
      const status = random.pick(['PROCESSING', 'COMPLETED', 'COMPLETED', 'FAILED']);
      lines.push({
        object: 'refund',
        id: `rfd_h${index}-${part}_${random.pick(['A', 'z', '-'])}`,
        paymentId: payment.id,
        status,
        amount: Math.floor(paid / (2 + random.below(3))),
        mode: random.pick(['INSTANT', 'ASYNC', 'EXTERNAL']),
        ...(random.unit() < 0.7 ? { reason: random.pick(['DUPLICATE', 'FRAUDULENT']) } : {}),
        ...laterThan(payment.createdAt, status !== 'PROCESSING', random),
      });
    }
  }
  if (random.unit() < 0.2) {
    const status = random.pick(['AWAITING_REVIEW', 'UNDER_REVIEW', 'WON', 'LOST', 'PREVENTED']);
    lines.push({
      object: 'dispute',
      id: `dsp_h${index}`,
      paymentId: payment.id,
      status,
      amount: paid,
      feeAmount: random.pick([0, 1_500]),
      reason: random.pick(['FRAUDULENT', 'GENERAL', 'CREDIT_NOT_PROCESSED']),
      ...laterThan(payment.createdAt, /WON|LOST/.test(status), random),
    });
  }
  return lines;
}

function payout(index: number, random: Random): Line {
  const status = random.pick(['PENDING', 'PROCESSING', 'COMPLETED', 'FAILED', 'REJECTED', 'RETURNED']);
  const bank = index % BANK_ID_HOLDERS;
  return {
    object: 'payout',
    id: `pto_h${String(index).padStart(4, '0')}${random.pick(['A', 'a', '_', '-'])}`,
    status,
    currency: 'USD',
    amount: random.below(1_000_000),
    feeAmount: random.pick([0, 150]),
    pspReference: random.pick(HOSTILE_TEXTS),
    riskScore: random.pick([0, 7, 100]),
    ...(bank === 0 ? {} : { bankAccount: { id: `bnk_${bank}`, bankName: random.pick(HOSTILE_TEXTS), lastFour: '0042', country: 'GB' } }), // prettier-ignore
    ...(/FAILED|REJECTED/.test(status) ? { failureReason: random.pick(HOSTILE_TEXTS) } : {}),
    ...laterThan(
      new Date(HOSTILE_MONTH.start).toISOString(),
      /FAILED|REJECTED|RETURNED/.test(status),
      random,
    ),
  };
}

function adjustment(index: number, random: Random): Line {
  return {
    object: 'adjustment',
    id: `adj_h${index}`,
    amount: random.below(20_000) - 10_000,
    note: random.pick(NOTES),
    ...laterThan(new Date(HOSTILE_MONTH.start).toISOString(), false, random),
  };
}

function laterThan(earlier: string, resolved: boolean, random: Random) {
  const start = Date.parse(earlier);
  const createdAt = start + random.below(HOSTILE_MONTH.end - start);
  // Soon, as an entry is never earlier than the one before it: a late one would draw all that follow along.
  const resolvedAt = Math.min(createdAt + random.below(3_600_000), HOSTILE_MONTH.end - 1);
  return {
    createdAt: new Date(createdAt).toISOString(),
    ...(resolved ? { resolvedAt: new Date(resolvedAt).toISOString() } : {}),
  };
}
