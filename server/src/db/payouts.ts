import { formatInstant } from '../domain/instant.ts';
import type { PayoutStatus } from '../domain/payout-state.ts';
import type { StoreTransaction } from './transaction.ts';

/** A payout as a row. Amounts in the smallest unit of `currency`, times in milliseconds since the epoch. */
export type Payout = {
  id: string;
  status: PayoutStatus;
  currency: string;
  amount: number;
  feeAmount: number;
  pspReference: string | null;
  riskScore: number | null;
  bankAccountId: string | null;
  bankName: string | null;
  bankAccountLastFour: string | null;
  bankCountry: string | null;
  failureReason: string | null;
  createdAt: number;
  completedAt: number | null;
  resolvedAt: number | null;
};

/** What ties a booked payout to the ledger entries that it pays out. Sums are signed and may pass 2^53. */
export type PayoutTieOut = {
  firstLedgerSequence: number;
  lastLedgerSequence: number;
  paymentsAmount: bigint;
  refundsAmount: bigint;
  disputesAmount: bigint;
  adjustmentsAmount: bigint;
  balanceBefore: number;
  balanceAfter: number;
};

/** Every payout of the store that has one of these ids, and whether it was ever booked. */
export async function findPayouts(
  transaction: StoreTransaction,
  ids: readonly string[],
): Promise<{ payout: Payout; isBooked: boolean }[]> {
  const { rows } = await transaction.query<Payout & { isBooked: boolean }>(
    `select
       id, status, currency, amount, fee_amount as "feeAmount", psp_reference as "pspReference",
       risk_score as "riskScore", bank_account_id as "bankAccountId", bank_name as "bankName",
       bank_account_last_four as "bankAccountLastFour", bank_country as "bankCountry",
       failure_reason as "failureReason", created_at as "createdAt", completed_at as "completedAt",
       resolved_at as "resolvedAt", last_ledger_sequence is not null as "isBooked"
     from payouts where store_id = $1 and id = any($2::text[])`,
    [transaction.storeId, ids],
  );
  return rows.map(({ isBooked, ...payout }) => ({ payout, isBooked }));
}

/** Adds payouts, the booked ones with their tie-outs, and resolves to the ids that it could: the others are taken. */
export async function insertPayouts(
  transaction: StoreTransaction,
  payouts: readonly Payout[],
  tieOuts: ReadonlyMap<string, PayoutTieOut>,
): Promise<Set<string>> {
  const { rows } = await transaction.query<{ id: string }>(
    `insert into payouts
       (store_id, id, status, currency, amount, fee_amount, psp_reference, risk_score, bank_account_id, bank_name,
        bank_account_last_four, bank_country, failure_reason, created_at, completed_at, resolved_at,
        first_ledger_sequence, last_ledger_sequence, payments_amount, refunds_amount, disputes_amount,
        adjustments_amount, balance_before, balance_after)
     select $1, p.*, t.first, t.last, t.payments, t.refunds, t.disputes, t.adjustments, t.before, t.after
     from ${PAYOUT_ROWS}
     left join unnest(
       $17::text[], $18::bigint[], $19::bigint[], $20::bigint[], $21::bigint[], $22::bigint[], $23::bigint[],
       $24::bigint[], $25::bigint[]
     ) as t (payout_id, first, last, payments, refunds, disputes, adjustments, before, after) on t.payout_id = p.id
     on conflict (id) do nothing returning id`,
    [transaction.storeId, ...columnsOf(payouts), ...tieOutColumns([...tieOuts])],
  );
  return new Set(rows.map((row) => row.id));
}

/** Brings payouts to these states. What never changes (bank account, currency, creation, tie-out) is left out. */
export async function updatePayouts(
  transaction: StoreTransaction,
  payouts: readonly Payout[],
): Promise<void> {
  await transaction.query(
    `update payouts set
       status = p.status, amount = p.amount, fee_amount = p.fee_amount, psp_reference = p.psp_reference,
       risk_score = p.risk_score, bank_name = p.bank_name, bank_account_last_four = p.bank_account_last_four,
       bank_country = p.bank_country, failure_reason = p.failure_reason, completed_at = p.completed_at,
       resolved_at = p.resolved_at
     from ${PAYOUT_ROWS}
     where store_id = $1 and payouts.id = p.id`,
    [transaction.storeId, ...columnsOf(payouts)],
  );
}

/** Many payouts as arrays, one for each column. */
const PAYOUT_ROWS = `unnest(
       $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::text[], $8::integer[], $9::text[],
       $10::text[], $11::text[], $12::text[], $13::text[], $14::timestamptz[], $15::timestamptz[], $16::timestamptz[]
     ) as p (
       id, status, currency, amount, fee_amount, psp_reference, risk_score, bank_account_id, bank_name,
       bank_account_last_four, bank_country, failure_reason, created_at, completed_at, resolved_at
     )`;

function columnsOf(payouts: readonly Payout[]): unknown[][] {
  const instants = (field: 'createdAt' | 'completedAt' | 'resolvedAt'): (string | null)[] =>
    payouts.map(({ [field]: instant }) => (instant === null ? null : formatInstant(instant)));
  return [
    payouts.map((payout) => payout.id),
    payouts.map((payout) => payout.status),
    payouts.map((payout) => payout.currency),
    payouts.map((payout) => payout.amount),
    payouts.map((payout) => payout.feeAmount),
    payouts.map((payout) => payout.pspReference),
    payouts.map((payout) => payout.riskScore),
    payouts.map((payout) => payout.bankAccountId),
    payouts.map((payout) => payout.bankName),
    payouts.map((payout) => payout.bankAccountLastFour),
    payouts.map((payout) => payout.bankCountry),
    payouts.map((payout) => payout.failureReason),
    instants('createdAt'),
    instants('completedAt'),
    instants('resolvedAt'),
  ];
}

function tieOutColumns(tieOuts: readonly [string, PayoutTieOut][]): unknown[][] {
  return [
    tieOuts.map(([payoutId]) => payoutId),
    tieOuts.map(([, tieOut]) => tieOut.firstLedgerSequence),
    tieOuts.map(([, tieOut]) => tieOut.lastLedgerSequence),
    tieOuts.map(([, tieOut]) => tieOut.paymentsAmount),
    tieOuts.map(([, tieOut]) => tieOut.refundsAmount),
    tieOuts.map(([, tieOut]) => tieOut.disputesAmount),
    tieOuts.map(([, tieOut]) => tieOut.adjustmentsAmount),
    tieOuts.map(([, tieOut]) => tieOut.balanceBefore),
    tieOuts.map(([, tieOut]) => tieOut.balanceAfter),
  ];
}
