-- Signed requests and requests that are sent twice: who signs is found by the token's id, and each nonce and key counts once.

set local search_path = daybook;

-- Whoever names a token's id may read that one row; what it signs with is sealed.
create policy of_token on tokens for select using (id = current_setting('daybook.token_id', true));

create table hmac_nonces (
  store_id text collate "C" not null references stores,
  token_id text collate "C" not null references tokens,
  nonce text collate "C" not null check (length(nonce) between 16 and 64),
  expires_at timestamptz(3) not null,
  primary key (token_id, nonce)
);
create index hmac_nonces_by_expiry on hmac_nonces (token_id, expires_at);

-- `owner` is the token, the account or `operator`. An answer that is still missing belongs to the request with `claim`.
create table idempotency_keys (
  store_id text collate "C" not null references stores,
  owner text collate "C" not null check (length(owner) between 1 and 64),
  key text collate "C" not null check (length(key) between 1 and 255),
  fingerprint sha256 not null,
  claim text collate "C" not null check (claim ~ '^[0-9a-f]{32}$'),
  started_at timestamptz(3) not null,
  status smallint check (status between 200 and 299),
  answer text,
  primary key (store_id, owner, key),
  check ((status is null) = (answer is null))
);
create index idempotency_keys_by_age on idempotency_keys (store_id, started_at);

do $$
declare tenant_table text;
begin
  foreach tenant_table in array array['hmac_nonces', 'idempotency_keys'] loop
    execute format('alter table daybook.%I enable row level security, force row level security', tenant_table);
    execute format(
      'create policy of_store on daybook.%I using (store_id = current_setting(''daybook.store_id'', true))', tenant_table
    );
  end loop;
end $$;

grant select, insert, delete on hmac_nonces to daybook_app;
grant select, insert, update, delete on idempotency_keys to daybook_app;
