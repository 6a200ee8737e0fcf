-- What a store can choose for itself.

set local search_path = daybook;

alter table stores add column notify_report_ready boolean not null default true;
