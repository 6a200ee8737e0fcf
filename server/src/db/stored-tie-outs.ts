import type { PayoutTieOut } from './payouts.ts';
import type { StoreTransaction } from './transaction.ts';

/** A payout's amount and its tie-out columns, digit for digit. */
export type StoredTieOut = { amount: string } & { [Column in keyof PayoutTieOut]: string | null };

/** The tie-outs of those of these payouts that the store has, by id. */
export async function findTieOuts(
  transaction: StoreTransaction,
  payoutIds: readonly string[],
): Promise<Map<string, StoredTieOut>> {
  const { rows } = await transaction.query<StoredTieOut & { id: string }>(
    `select
       id, amount::text, first_ledger_sequence::text as "firstLedgerSequence",
       last_ledger_sequence::text as "lastLedgerSequence", payments_amount::text as "paymentsAmount",
       refunds_amount::text as "refundsAmount", disputes_amount::text as "disputesAmount",
       adjustments_amount::text as "adjustmentsAmount", balance_before::text as "balanceBefore",
       balance_after::text as "balanceAfter"
     from payouts where store_id = $1 and id = any($2::text[])`,
    [transaction.storeId, payoutIds],
  );
  return new Map(rows.map(({ id, ...tieOut }) => [id, tieOut]));
}
