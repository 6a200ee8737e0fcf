-- Signing in: links that work once, sessions, rotating refresh tokens; every row fenced by its account.

set local search_path = daybook;

-- A column of its own, because an index on an expression is of no use behind row-level security: lower() is not leakproof.
alter table accounts add column address text not null generated always as (lower(email)) stored;
drop index accounts_email;
create unique index accounts_address on accounts (address);

create table magic_links (
  token_hash sha256 primary key,
  account_id text collate "C" not null references accounts,
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) not null check (expires_at > created_at),
  used_at timestamptz(3)
);
create index magic_links_newest on magic_links (account_id, created_at);

create table sessions (
  id text collate "C" primary key check (id ~ '^ses_[0-9a-hjkmnp-tv-z]+$' and length(id) = 28),
  account_id text collate "C" not null references accounts,
  device text not null check (length(device) <= 256),
  ip text collate "C" not null check (length(ip) <= 45),
  created_at timestamptz(3) not null,
  last_used_at timestamptz(3) not null,
  expires_at timestamptz(3) not null check (expires_at > last_used_at),
  revoked_at timestamptz(3),
  unique (account_id, id)
);
create index sessions_live on sessions (account_id, last_used_at) where revoked_at is null;

-- The tokens of one session are its family: one that comes back after it was used ends the session.
create table refresh_tokens (
  token_hash sha256 primary key,
  account_id text collate "C" not null,
  session_id text collate "C" not null,
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) not null check (expires_at > created_at),
  used_at timestamptz(3),
  foreign key (account_id, session_id) references sessions (account_id, id)
);

-- When sign-in links were asked for from one network: an IPv4 address, or the 64 bits of an IPv6 one that a site owns.
create table sign_in_requests (
  network cidr primary key,
  requested_at timestamptz(3)[] not null check (cardinality(requested_at) between 1 and 20)
);

do $$
declare account_table text;
begin
  foreach account_table in array array['magic_links', 'sessions', 'refresh_tokens'] loop
    execute format('alter table daybook.%I enable row level security, force row level security', account_table);
    execute format(
      'create policy of_account on daybook.%I using (account_id = current_setting(''daybook.account_id'', true))', account_table
    );
  end loop;
end $$;

-- Before the account is known there is only the secret: whoever knows its hash may use that one row.
create policy of_credential on magic_links
  using (token_hash = decode(current_setting('daybook.credential', true), 'hex'));
create policy of_credential on refresh_tokens
  using (token_hash = decode(current_setting('daybook.credential', true), 'hex'));

alter table sign_in_requests enable row level security, force row level security;
create policy of_network on sign_in_requests
  using (network = nullif(current_setting('daybook.network', true), '')::cidr);

-- An account is seen by itself, by the stores it is a member of, and by whoever names its address.
alter table accounts enable row level security, force row level security;
create policy of_account on accounts for select using (id = current_setting('daybook.account_id', true));
create policy of_address on accounts using (address = current_setting('daybook.address', true));
create policy of_store on accounts for select using (
  exists (select from members where account_id = accounts.id and store_id = current_setting('daybook.store_id', true))
);

-- An account sees what it is a member of, and nothing else of those stores.
create policy of_account on members for select using (account_id = current_setting('daybook.account_id', true));
create policy of_member on stores for select using (
  exists (select from members where store_id = stores.id and account_id = current_setting('daybook.account_id', true))
);

grant select, insert on magic_links, sessions, refresh_tokens, sign_in_requests to daybook_app;
grant update (used_at) on magic_links, refresh_tokens to daybook_app;
grant update (last_used_at, expires_at, revoked_at) on sessions to daybook_app;
grant update (requested_at) on sign_in_requests to daybook_app;
