-- Everything else that moves a balance: refunds, disputes, payouts and adjustments, and what ties a payout to its window.

set local search_path = daybook;

create table refunds (
  id platform_id primary key,
  store_id text collate "C" not null,
  payment_id platform_id not null,
  status text collate "C" not null check (status in ('PROCESSING', 'COMPLETED', 'FAILED')),
  reason text collate "C" check (reason in ('REQUESTED_BY_CUSTOMER', 'DUPLICATE', 'FRAUDULENT')),
  mode text collate "C" not null check (mode in ('INSTANT', 'ASYNC', 'EXTERNAL')),
  amount amount not null check (amount > 0),
  created_at timestamptz(3) not null,
  resolved_at timestamptz(3),
  unique (store_id, id),
  foreign key (store_id, payment_id) references payments (store_id, id),
  check (status <> 'COMPLETED' or resolved_at is not null)
);
create index refunds_by_time on refunds (store_id, created_at, id);
create index refunds_of_payment on refunds (store_id, payment_id);

create table disputes (
  id platform_id primary key,
  store_id text collate "C" not null,
  payment_id platform_id not null,
  status text collate "C" not null check (status in ('AWAITING_REVIEW', 'UNDER_REVIEW', 'WON', 'LOST', 'PREVENTED')),
  reason text collate "C" not null check (
    reason in (
      'FRAUDULENT', 'PRODUCT_NOT_RECEIVED', 'PRODUCT_UNACCEPTABLE', 'SUBSCRIPTION_CANCELLED', 'DUPLICATE',
      'CREDIT_NOT_PROCESSED', 'GENERAL'
    )
  ),
  amount amount not null check (amount >= 0),
  fee_amount amount not null check (fee_amount >= 0),
  created_at timestamptz(3) not null,
  resolved_at timestamptz(3),
  unique (store_id, id),
  foreign key (store_id, payment_id) references payments (store_id, id),
  check (status not in ('WON', 'LOST') or resolved_at is not null)
);
create index disputes_by_time on disputes (store_id, created_at, id);

create table bank_accounts (
  id platform_id primary key,
  store_id text collate "C" not null references stores,
  unique (store_id, id)
);

-- The last eight columns are written once, when the payout is booked; the entries they sum can never change.
create table payouts (
  id platform_id primary key,
  store_id text collate "C" not null,
  status text collate "C" not null check (
    status in ('PENDING', 'PROCESSING', 'COMPLETED', 'FAILED', 'REJECTED', 'RETURNED')
  ),
  currency currency not null,
  amount amount not null check (amount >= 0),
  fee_amount amount not null check (fee_amount >= 0),
  psp_reference text check (length(psp_reference) <= 256),
  risk_score integer check (risk_score between 0 and 100),
  bank_account_id platform_id,
  bank_name text check (length(bank_name) <= 256),
  bank_account_last_four text collate "C" check (length(bank_account_last_four) <= 4),
  bank_country text collate "C" check (bank_country ~ '^[A-Z]{2}$'),
  failure_reason text check (length(failure_reason) <= 1024),
  created_at timestamptz(3) not null,
  completed_at timestamptz(3),
  resolved_at timestamptz(3),
  first_ledger_sequence bigint,
  last_ledger_sequence bigint,
  payments_amount bigint,
  refunds_amount bigint,
  disputes_amount bigint,
  adjustments_amount bigint,
  balance_before bigint,
  balance_after bigint,
  unique (store_id, id),
  foreign key (store_id, bank_account_id) references bank_accounts (store_id, id),
  -- The row is written before the entry it names, so that an id which another store has is found first.
  foreign key (store_id, last_ledger_sequence) references ledger_entries (store_id, sequence)
    deferrable initially deferred,
  check (num_nulls(
    first_ledger_sequence, last_ledger_sequence, payments_amount, refunds_amount, disputes_amount, adjustments_amount,
    balance_before, balance_after
  ) in (0, 8)),
  check (balance_before + payments_amount + refunds_amount + disputes_amount + adjustments_amount - amount = balance_after),
  check (status not in ('FAILED', 'REJECTED', 'RETURNED') or resolved_at is not null)
);
create index payouts_by_time on payouts (store_id, created_at, id);

create table adjustments (
  id platform_id primary key,
  store_id text collate "C" not null,
  amount amount not null,
  note text not null check (length(note) between 1 and 1024),
  created_at timestamptz(3) not null,
  unique (store_id, id)
);

-- Sums since the last PAYOUT entry, so that booking a payout knows its window without reading it.
alter table ledger_heads
  add column window_first_sequence bigint not null default 1,
  add column window_balance_before bigint not null default 0,
  add column window_payments bigint not null default 0,
  add column window_refunds bigint not null default 0,
  add column window_disputes bigint not null default 0,
  add column window_adjustments bigint not null default 0;

-- What ledgers hold so far: nothing but opening balances and payments, and no payout that would have ended a window.
alter table ledger_heads no force row level security;
alter table ledger_entries no force row level security;
update ledger_heads h set window_payments = e.payments, window_adjustments = e.adjustments
from (
  select
    store_id,
    coalesce(sum(amount) filter (where type = 'PAYMENT_RECEIVED'), 0) as payments,
    coalesce(sum(amount) filter (where type = 'OPENING_BALANCE'), 0) as adjustments
  from ledger_entries
  group by store_id
) e
where e.store_id = h.store_id;
alter table ledger_heads force row level security;
alter table ledger_entries force row level security;

do $$
declare tenant_table text;
begin
  foreach tenant_table in array array['refunds', 'disputes', 'bank_accounts', 'payouts', 'adjustments'] loop
    execute format('alter table daybook.%I enable row level security, force row level security', tenant_table);
    execute format(
      'create policy of_store on daybook.%I using (store_id = current_setting(''daybook.store_id'', true))', tenant_table
    );
  end loop;
end $$;

grant select, insert, update on refunds, disputes, payouts to daybook_app;
grant select, insert on bank_accounts, adjustments to daybook_app;
