-- Who works on a report and by which job: a dead worker's reports are found at once, and an old job takes nothing up.

set local search_path = daybook;

create sequence worker_numbers as integer cycle;
grant usage on sequence worker_numbers to daybook_app;

-- `job_id` names the one job that may take the report up. `worker` holds an advisory lock while it lives; null: nobody has it.
alter table reports
  add column job_id uuid,
  add column worker integer check (worker > 0);
