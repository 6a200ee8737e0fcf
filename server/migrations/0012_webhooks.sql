-- Who is told over HTTP that a report has ended, and what came of each telling.

set local search_path = daybook;

create table webhook_endpoints (
  id text collate "C" not null check (id ~ '^whe_[0-9a-hjkmnp-tv-z]+$' and length(id) = 28),
  store_id text collate "C" not null references stores,
  url text collate "C" not null check (length(url) between 1 and 2048),
  event_types text[] not null check (
    cardinality(event_types) > 0 and event_types <@ array['REPORT_SUCCEEDED', 'REPORT_FAILED']
  ),
  note text not null check (length(note) <= 256),
  -- Sealed, and for a day after it was rolled the one before it: messages are then signed with both.
  sealed_secret bytea not null,
  previous_sealed_secret bytea,
  previous_until timestamptz(3),
  -- It said 410 Gone: it is told nothing more.
  gone_at timestamptz(3),
  -- When its owner was last told that a delivery was given up.
  owner_told_at timestamptz(3),
  created_at timestamptz(3) not null,
  primary key (store_id, id),
  check ((previous_sealed_secret is null) = (previous_until is null))
);

-- One for each endpoint and event. `due_at` is when it is to be tried next; while it is being tried, when whoever tries it
-- has to be back. `body` is sent as it stands each time, and is kept no longer than it may have to be sent.
create table webhook_deliveries (
  id text collate "C" not null check (id ~ '^whd_[0-9a-hjkmnp-tv-z]+$' and length(id) = 28),
  store_id text collate "C" not null,
  endpoint_id text collate "C" not null,
  event_id text collate "C" not null check (event_id ~ '^evt_[0-9a-hjkmnp-tv-z]+$' and length(event_id) = 28),
  event_type text collate "C" not null check (event_type in ('REPORT_SUCCEEDED', 'REPORT_FAILED', 'TEST')),
  report_id text collate "C",
  body text check (length(body) <= 65536),
  status text collate "C" not null default 'PENDING' check (status in ('PENDING', 'DELIVERED', 'FAILED')),
  attempts smallint not null default 0 check (attempts between 0 and 10),
  due_at timestamptz(3),
  last_attempt_at timestamptz(3),
  last_status smallint check (last_status between 100 and 999),
  last_failure text collate "C" check (last_failure in ('ADDRESS_REFUSED', 'TIMEOUT', 'TLS', 'UNREACHABLE')),
  last_duration_ms integer check (last_duration_ms >= 0),
  created_at timestamptz(3) not null,
  primary key (store_id, id),
  foreign key (store_id, endpoint_id) references webhook_endpoints on delete cascade,
  unique (store_id, endpoint_id, event_id),
  check ((status = 'PENDING') = (due_at is not null)),
  check ((status = 'PENDING') = (body is not null))
);
create index webhook_deliveries_due on webhook_deliveries (due_at) where status = 'PENDING';
create index webhook_deliveries_newest on webhook_deliveries (store_id, endpoint_id, id desc);
create index webhook_deliveries_age on webhook_deliveries (store_id, created_at) where status <> 'PENDING';

do $$
declare tenant_table text;
begin
  foreach tenant_table in array array['webhook_endpoints', 'webhook_deliveries'] loop
    execute format('alter table daybook.%I enable row level security, force row level security', tenant_table);
    execute format(
      'create policy of_store on daybook.%I using (store_id = current_setting(''daybook.store_id'', true))', tenant_table
    );
  end loop;
end $$;
-- Workers look over all stores for what is due.
create policy of_platform on webhook_deliveries for select using (current_setting('daybook.platform', true) = 'on');

grant select, insert, update, delete on webhook_endpoints, webhook_deliveries to daybook_app;
