import { asSuperuser } from './as-superuser.ts';

/**
 * Generates finished reports of a month, evenly over as many stores, each with an attempt, two files and none expired; past
 * row-level security but through every CHECK. `from`: how many such stores there are already. Resolves to the ids of the stores.
 */
export async function fillReports(
  superUrl: string,
  { stores, reportsOfEach, from }: { stores: number; reportsOfEach: number; from: number },
): Promise<string[]> {
  return asSuperuser(superUrl, async (client) => {
    await client.query('set session_replication_role = replica');
    const { rows } = await client.query<{ id: string }>(INSERT_STORES, [from + 1, from + stores]);
    const storeIds = rows.map(({ id }) => id);
    await client.query(INSERT_REPORTS, [storeIds, reportsOfEach]);
    await client.query(INSERT_ATTEMPTS, [storeIds]);
    await client.query(INSERT_FILES, [storeIds]);
    await client.query('vacuum analyze');
    return storeIds;
  });
}

const INSERT_STORES = `
  insert into daybook.stores (id, handle, title, currency, country, created_at)
  select 'shp_' || substr(md5('s' || i), 1, 24), 'filled-' || i, 'Shop ' || i, 'USD', 'GB', now()
  from generate_series($1::int, $2::int) i returning id`;

const INSERT_REPORTS = `
  insert into daybook.reports (
    id, store_id, type, schema_version, status, formats, formula_guard, period_start, period_end, attempts, claim,
    rows_written, row_count, as_of, started_at, completed_at, expires_at, created_at, updated_at)
  select
    'rpt_' || lpad(to_hex(i), 8, '0') || substr(md5(store || i), 1, 16), store, 'PAYMENT_ACTIVITY', '1', 'SUCCEEDED',
    array['CSV', 'JSON'], false, '2026-04-01T00:00:00Z', '2026-05-01T00:00:00Z', 1, md5(i::text),
    1000, 1000, created_at, created_at, created_at, created_at + interval '30 days', created_at, created_at
  from (
    select store, i, now() - interval '29 days' * (i::float8 / $2::int) as created_at
    from generate_series(1, $2::int) i, unnest($1::text[]) store
  ) as generated`;

const INSERT_ATTEMPTS = `
  insert into daybook.report_attempts (store_id, report_id, attempt, claim, started_at)
  select store_id, id, 1, claim, started_at from daybook.reports where store_id = any ($1)`;

const INSERT_FILES = `
  insert into daybook.report_files (store_id, report_id, format, object_key, size_bytes, sha256)
  select store_id, id, format, 'stores/' || store_id || '/' || id || '.' || format, 100000, sha256(id::bytea)
  from daybook.reports, unnest(formats) format where store_id = any ($1)`;
