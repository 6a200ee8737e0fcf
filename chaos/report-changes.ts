/**
 * Superuser's SQL: every change of a report's state is written down in the transaction that makes it, so that nothing
 * between two looks is missed. `pg_xact_commit_timestamp` says when, and in which order, the changes became visible.
 */
export const CHANGES_TABLE = `
  create schema chaos;
  create table chaos.changes (
    number bigint generated always as identity primary key,
    report_id text not null, store_id text not null, status text not null, attempts int not null,
    claim text, worker int, error_code text, completed_at timestamptz, noted_at timestamptz not null
  );
  create function chaos.note() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
  begin
    insert into chaos.changes (report_id, store_id, status, attempts, claim, worker, error_code, completed_at, noted_at)
    values (new.id, new.store_id, new.status, new.attempts, new.claim, new.worker, new.error_code, new.completed_at, clock_timestamp());
    return null;
  end $$;
  create trigger chaos_created after insert on daybook.reports for each row execute function chaos.note();
  create trigger chaos_changed after update on daybook.reports for each row
    when ((old.status, old.attempts, old.claim, old.worker) is distinct from (new.status, new.attempts, new.claim, new.worker))
    execute function chaos.note();`;

/** One change of a report, in the order in which they became visible. Times in milliseconds since the epoch. */
export type ReportChange = {
  reportId: string;
  storeId: string;
  status: string;
  attempts: number;
  claim: string | null;
  worker: number | null;
  errorCode: string | null;
  completedAt: string | null;
  committedAt: number;
};

export const READ_CHANGES = `
  select report_id as "reportId", store_id as "storeId", status, attempts, claim, worker, error_code as "errorCode",
    completed_at::text as "completedAt",
    (extract(epoch from pg_xact_commit_timestamp(xmin)) * 1000)::float8 as "committedAt"
  from chaos.changes
  order by pg_xact_commit_timestamp(xmin), number`;
