-- The head row only moves on, to an entry that is there; what ties a payout to its window cannot be written a second time.

set local search_path = daybook;

alter table ledger_heads
  add column newest_sequence bigint generated always as (nullif(sequence, 0)) stored,
  add foreign key (store_id, newest_sequence, hash, running_balance)
    references ledger_entries (store_id, sequence, hash, running_balance);

create function check_head_moves_on() returns trigger language plpgsql as $$
begin
  if new.store_id = old.store_id and new.sequence >= old.sequence then return new; end if;
  raise exception 'the head of % cannot go from % to %', old.store_id, old.sequence, new.sequence
    using errcode = 'check_violation';
end $$;
create trigger ledger_heads_move_on before update on ledger_heads
  for each row execute function check_head_moves_on();

revoke update on ledger_heads, payouts from daybook_app;
grant update (
  sequence, hash, running_balance, created_at, window_first_sequence, window_balance_before, window_payments,
  window_refunds, window_disputes, window_adjustments
) on ledger_heads to daybook_app;
grant update (
  status, amount, fee_amount, psp_reference, risk_score, bank_name, bank_account_last_four, bank_country,
  failure_reason, completed_at, resolved_at
) on payouts to daybook_app;
