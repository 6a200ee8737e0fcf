-- What makes a file prove itself: keys that sign, sealed at rest, and one signed manifest for each finished report.

set local search_path = daybook;

-- A retired key signs nothing any more, so its private half is gone; its public half stays, for what it has signed.
create table signing_keys (
  kid text collate "C" primary key check (length(kid) = 43),
  purpose text collate "C" not null check (purpose in ('REPORT', 'SESSION')),
  public_key bytea not null check (length(public_key) = 32),
  sealed_private_key bytea,
  created_at timestamptz(3) not null,
  retired_at timestamptz(3),
  check ((retired_at is null) = (sealed_private_key is not null))
);
create unique index signing_keys_one_current on signing_keys (purpose) where retired_at is null;

-- The payload of the JWS is the manifest; it is kept once.
create table report_manifests (
  store_id text collate "C" not null,
  report_id text collate "C" primary key,
  jws text collate "C" not null,
  foreign key (store_id, report_id) references reports (store_id, id) on delete cascade
);
alter table report_manifests enable row level security, force row level security;
create policy of_store on report_manifests using (store_id = current_setting('daybook.store_id', true));

grant select, insert on signing_keys to daybook_app;
grant update (retired_at, sealed_private_key) on signing_keys to daybook_app;
grant select, insert, delete on report_manifests to daybook_app;
