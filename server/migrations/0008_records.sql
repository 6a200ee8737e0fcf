-- Who asked for what in the last 30 days: the Store API's requests and the downloads, written in batches over all stores.

set local search_path = daybook;

-- No foreign keys: a row is written after its request was answered and waits for nothing; reports are deleted before it.
-- No partitions: the server may not make tables, and deleting by age reads the primary key, store by store.
create table api_requests (
  store_id text collate "C" not null,
  id text collate "C" not null check (id ~ '^rec_[0-9a-hjkmnp-tv-z]+$' and length(id) = 28),
  at timestamptz(3) not null,
  method text collate "C" not null check (length(method) between 1 and 16),
  path text collate "C" not null check (length(path) between 1 and 512),
  status smallint not null check (status between 100 and 599),
  duration_ms integer not null check (duration_ms >= 0),
  token_id text collate "C" not null,
  ip text collate "C" check (length(ip) <= 45),
  request_id text collate "C" not null check (length(request_id) between 1 and 64),
  primary key (store_id, at, id)
);
create index api_requests_of_token on api_requests (store_id, token_id, at, id);
create index api_requests_failed on api_requests (store_id, at, id) where status >= 400;

create table downloads (
  store_id text collate "C" not null,
  id text collate "C" not null check (id ~ '^rec_[0-9a-hjkmnp-tv-z]+$' and length(id) = 28),
  at timestamptz(3) not null,
  report_id text collate "C" not null,
  format text collate "C" not null check (format in ('CSV', 'JSON')),
  token_id text collate "C",
  account_id text collate "C",
  ip text collate "C" check (length(ip) <= 45),
  request_id text collate "C" not null check (length(request_id) between 1 and 64),
  primary key (store_id, at, id),
  check (num_nonnulls(token_id, account_id) <= 1)
);

-- A batch holds rows of many stores: its transaction may add them, and sees not even its own.
do $$
declare tenant_table text;
begin
  foreach tenant_table in array array['api_requests', 'downloads'] loop
    execute format('alter table daybook.%I enable row level security, force row level security', tenant_table);
    execute format(
      'create policy of_store on daybook.%I using (store_id = current_setting(''daybook.store_id'', true))', tenant_table
    );
    execute format(
      'create policy of_recorder on daybook.%I for insert with check (current_setting(''daybook.recorder'', true) = ''on'')', tenant_table
    );
  end loop;
end $$;

-- No update: what was recorded stays as it is until it is deleted.
grant select, insert, delete on api_requests, downloads to daybook_app;
