-- What is over can be deleted, over all accounts and networks; by row-level security nothing else is even seen while it is.

set local search_path = daybook;

create function swept_until() returns timestamptz language sql stable as
  $$ select nullif(current_setting('daybook.swept_until', true), '')::timestamptz $$;

create policy of_sweep_select on magic_links for select using (expires_at <= daybook.swept_until());
create policy of_sweep_delete on magic_links for delete using (expires_at <= daybook.swept_until());
create policy of_sweep_select on refresh_tokens for select using (expires_at <= daybook.swept_until());
create policy of_sweep_delete on refresh_tokens for delete using (expires_at <= daybook.swept_until());
create policy of_sweep_select on sessions for select using (least(revoked_at, expires_at) <= daybook.swept_until());
create policy of_sweep_delete on sessions for delete using (least(revoked_at, expires_at) <= daybook.swept_until());
create policy of_sweep_select on sign_in_requests for select
  using (requested_at[cardinality(requested_at)] <= daybook.swept_until());
create policy of_sweep_delete on sign_in_requests for delete
  using (requested_at[cardinality(requested_at)] <= daybook.swept_until());

grant delete on magic_links, refresh_tokens, sessions, sign_in_requests to daybook_app;

-- A session takes its tokens with it.
alter table refresh_tokens
  drop constraint refresh_tokens_account_id_session_id_fkey,
  add foreign key (account_id, session_id) references sessions (account_id, id) on delete cascade;
create index refresh_tokens_of_session on refresh_tokens (account_id, session_id);
create index refresh_tokens_by_expiry on refresh_tokens (expires_at);
