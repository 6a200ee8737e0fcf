import pg from 'pg';
import type { ReportType } from '../../../src/domain/report-type.ts';

/**
 * What a report of a store's whole history must hold, as the cells of its rows in their order: read by the superuser
 * from the tables, past views, policies and everything else of the product.
 */
export async function readReportTables(
  superUrl: string,
  storeId: string,
  type: ReportType,
): Promise<(string | null)[][]> {
  const client = new pg.Client({ connectionString: superUrl, types: { getTypeParser: () => String } });
  await client.connect();
  try {
    await client.query('set search_path = daybook');
    const { rows } = await client.query<(string | null)[]>({
      rowMode: 'array',
      text: SELECTS[type],
      values: [storeId],
    });
    return rows;
  } finally {
    await client.end();
  }
}

const at = (name: string) => `to_char(${name} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const SELECTS: Record<ReportType, string> = {
  PAYMENT_ACTIVITY: `
    select ${at('created_at')}, ${at('completed_at')}, id, order_id, order_number, status, currency, intended_amount,
      discount_amount, tax_amount, platform_fee_amount, processing_fee_amount, total_amount, settled_amount,
      presentment_currency, presentment_amount, exchange_rate, psp_reference, coupon_code, customer_id, customer_email,
      customer_name, customer_country, customer_ip, metadata, payment_method, card_brand, card_last_four
    from payments where store_id = $1 order by created_at, id collate "C"`,
  PAYOUT_RECONCILIATION: `
    select ${at('created_at')}, ${at('completed_at')}, id, status, currency, amount, fee_amount, amount - fee_amount,
      psp_reference, risk_score, bank_account_id, bank_name, bank_account_last_four, bank_country, failure_reason,
      first_ledger_sequence, last_ledger_sequence, payments_amount, refunds_amount, disputes_amount, adjustments_amount,
      balance_before, balance_after
    from payouts where store_id = $1 order by created_at, id collate "C"`,
  BALANCE_LEDGER: `
    select store_id, sequence, entry_id, type, amount, currency, running_balance, order_id, payment_id, refund_id,
      dispute_id, payout_id, adjustment_id, ${at('created_at')}, note, encode(previous_hash, 'hex'), encode(hash, 'hex')
    from ledger_entries where store_id = $1 order by sequence`,
  REFUNDS_DISPUTES: `
    select ${at('e.created_at')}, ${at('e.resolved_at')}, e.kind, e.id, e.payment_id, p.order_id, p.order_number, e.status,
      e.reason, p.currency, e.amount, e.fee_amount,
      coalesce(booked.amount, 0), p.customer_id, p.customer_email
    from (
      select store_id, created_at, resolved_at, 'REFUND' as kind, id, payment_id, status, reason, amount, null as fee_amount
      from refunds
      union all
      select store_id, created_at, resolved_at, 'DISPUTE', id, payment_id, status, reason, amount, fee_amount::text
      from disputes
    ) e left join payments p on p.id = e.payment_id
    left join (
      select case when refund_id is null then 'DISPUTE' else 'REFUND' end as kind, coalesce(refund_id, dispute_id) as id,
        sum(amount) as amount
      from ledger_entries group by 1, 2
    ) booked on booked.kind = e.kind and booked.id = e.id
    where e.store_id = $1 order by e.created_at, e.kind collate "C", e.id collate "C"`,
};
