import { formatInstant } from '../domain/instant.ts';
import type { StoreTransaction } from './transaction.ts';

/** What happened to the balance on one UTC day on which something did. Amounts are signed as the ledger has them. */
export type LedgerDay = {
  /** Milliseconds since the epoch of the day's beginning. */
  readonly day: number;
  readonly paymentsCount: number;
  /** What customers paid. */
  readonly grossAmount: number;
  /** What platform and processor kept of that. */
  readonly feesAmount: number;
  readonly refundsCount: number;
  readonly refundsAmount: number;
  readonly disputesCount: number;
  readonly disputesAmount: number;
  readonly payoutsAmount: number;
  /** Everything else: adjustments, the opening balance. */
  readonly otherAmount: number;
  readonly closingBalance: number;
};

/** The days of a time, `from` belonging to it and `to` not, oldest first. */
export async function listLedgerDays(
  transaction: StoreTransaction,
  { from, to }: { from: number; to: number },
): Promise<LedgerDay[]> {
  const { rows } = await transaction.query<LedgerDay>(
    `with days as (
       select
         date_trunc('day', entry.created_at) as day,
         max(sequence) as last,
         count(*) filter (where type = 'PAYMENT_RECEIVED') as "paymentsCount",
         coalesce(sum(payments.total_amount), 0)::bigint as "grossAmount",
         coalesce(sum(coalesce(platform_fee_amount, 0) + coalesce(processing_fee_amount, 0)), 0)::bigint as "feesAmount",
         count(*) filter (where type like 'REFUND\\_%') as "refundsCount",
         coalesce(sum(amount) filter (where type like 'REFUND\\_%'), 0)::bigint as "refundsAmount",
         count(*) filter (where type in ('DISPUTE_CREATED', 'DISPUTE_PREVENTED')) as "disputesCount",
         coalesce(sum(amount) filter (where type like 'DISPUTE\\_%'), 0)::bigint as "disputesAmount",
         coalesce(sum(amount) filter (where type in ('PAYOUT', 'PAYOUT_RETURNED')), 0)::bigint as "payoutsAmount",
         coalesce(sum(amount) filter (where type in ('ADJUSTMENT', 'OPENING_BALANCE')), 0)::bigint as "otherAmount"
       from ledger_entries as entry
       left join payments on type = 'PAYMENT_RECEIVED' and payments.store_id = entry.store_id and payments.id = entry.payment_id
       where entry.store_id = $1
         and entry.created_at >= $2 and entry.created_at < $3
       group by 1
     )
     select
       day, "paymentsCount", "grossAmount", "feesAmount", "refundsCount", "refundsAmount",
       "disputesCount", "disputesAmount", "payoutsAmount", "otherAmount", newest.running_balance as "closingBalance"
     from days join ledger_entries as newest on newest.store_id = $1 and newest.sequence = days.last
     order by day`,
    [transaction.storeId, formatInstant(from), formatInstant(to)],
  );
  return rows;
}
