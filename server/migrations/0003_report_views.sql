-- What the other three report types read: one view each, and indexes that hold their rows in the order of the report.

set local search_path = daybook;

-- The kind is a column so that an index can hold it: two tables, each in the order of the report, merge without a sort.
alter table refunds add column kind text collate "C" not null generated always as ('REFUND') stored;
alter table disputes add column kind text collate "C" not null generated always as ('DISPUTE') stored;
drop index refunds_by_time, disputes_by_time;
create index refunds_by_time on refunds (store_id, created_at, kind, id);
create index disputes_by_time on disputes (store_id, created_at, kind, id);

create view report_payout_reconciliation as
select
  store_id,
  created_at,
  completed_at,
  id as payout_id,
  status,
  currency,
  amount,
  fee_amount,
  amount - fee_amount as net_amount,
  psp_reference,
  risk_score::bigint as risk_score,
  bank_account_id,
  bank_name,
  bank_account_last_four,
  bank_country,
  failure_reason,
  first_ledger_sequence,
  last_ledger_sequence,
  payments_amount,
  refunds_amount,
  disputes_amount,
  adjustments_amount,
  balance_before,
  balance_after
from payouts;

create view report_balance_ledger as
select
  store_id,
  sequence,
  entry_id,
  type,
  amount,
  currency,
  running_balance,
  order_id,
  payment_id,
  refund_id,
  dispute_id,
  payout_id,
  adjustment_id,
  created_at,
  note,
  previous_hash,
  hash
from ledger_entries;

-- Each arm is in the order of the report, and its LIMIT keeps the payment a look-up by key, so that the order survives.
-- The arms' columns have the very same types: only then does Postgres merge them instead of sorting their union.
-- What the ledger booked follows from the status: a refund counts once COMPLETED, a dispute from its beginning.
create view report_refunds_disputes as
(
  select
    refunds.store_id,
    refunds.created_at,
    refunds.resolved_at,
    refunds.kind,
    refunds.id,
    refunds.payment_id,
    payment.order_id,
    payment.order_number,
    refunds.status,
    refunds.reason,
    payment.currency,
    refunds.amount,
    null::bigint as fee_amount,
    case when refunds.status = 'COMPLETED' then -refunds.amount else 0 end as balance_impact,
    payment.customer_id,
    payment.customer_email
  from refunds
  cross join lateral (
    select order_id, order_number, currency, customer_id, customer_email
    from payments
    where payments.store_id = refunds.store_id and payments.id = refunds.payment_id
    limit 1
  ) as payment
  order by refunds.created_at, refunds.kind, refunds.id
)
union all
(
  select
    disputes.store_id,
    disputes.created_at,
    disputes.resolved_at,
    disputes.kind,
    disputes.id,
    disputes.payment_id,
    payment.order_id,
    payment.order_number,
    disputes.status,
    disputes.reason,
    payment.currency,
    disputes.amount,
    disputes.fee_amount::bigint,
    case when disputes.status = 'WON' then 0 else -disputes.amount end - disputes.fee_amount,
    payment.customer_id,
    payment.customer_email
  from disputes
  cross join lateral (
    select order_id, order_number, currency, customer_id, customer_email
    from payments
    where payments.store_id = disputes.store_id and payments.id = disputes.payment_id
    limit 1
  ) as payment
  order by disputes.created_at, disputes.kind, disputes.id
);

do $$
declare report_view text;
begin
  if current_setting('server_version_num')::int >= 150000 then
    foreach report_view in array array[
      'report_payout_reconciliation', 'report_balance_ledger', 'report_refunds_disputes'
    ] loop
      execute format('alter view daybook.%I set (security_invoker = true)', report_view);
    end loop;
  end if;
end $$;

grant select on report_payout_reconciliation, report_balance_ledger, report_refunds_disputes to daybook_app;
