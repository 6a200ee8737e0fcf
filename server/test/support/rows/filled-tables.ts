import pg from 'pg';
import { DAY_MS } from '../../../src/domain/limits.ts';

/** Four stores that share the rows of `fillTables`. */
export const STORES: readonly string[] = [0, 1, 2, 3].map((digit) => `shp_${'0'.repeat(23)}${digit}`);

/** The rows' times are spread over a year from this instant on. */
export const FIRST_DAY = Date.UTC(2025, 0, 1);

/**
 * Puts `count` rows into each table that a report reads, physically in no order, and lets Postgres count them. The rows
 * are plausible to the planner and to the constraints, not to an accountant.
 */
export async function fillTables(superUrl: string, count: number): Promise<void> {
  const client = new pg.Client({ connectionString: superUrl });
  await client.connect();
  try {
    await client.query(`set search_path = daybook; create temporary table rows as
      select n, (array['${STORES.join("','")}'])[n % ${STORES.length} + 1] as store_id, n / ${STORES.length} + 1 as sequence,
        to_timestamp(${FIRST_DAY / 1000}) + n * (interval '${(365 * DAY_MS) / count} ms') as at
      from generate_series(0, ${count - 1}) as n order by md5(n::text)`);
    for (const statement of STATEMENTS) await client.query(statement);
    await client.query('analyze');
  } finally {
    await client.end();
  }
}

const STATEMENTS = [
  `insert into stores (id, title, handle, currency, country, created_at)
   select store_id, 'Shop', replace(store_id, '_', '-'), 'USD', 'GB', now() from (select distinct store_id from rows) as s`,
  `insert into payments (id, store_id, order_id, order_number, status, currency, intended_amount, total_amount, customer_email, created_at)
   select 'pmt_' || n, store_id, 'ord_' || n, 'cs_' || n, 'PENDING', 'USD', 1000, 1000, 'buyer' || n || '@example.com', at from rows`,
  `insert into refunds (id, store_id, payment_id, status, mode, amount, created_at)
   select 'rfd_' || n, store_id, 'pmt_' || n, 'PROCESSING', 'INSTANT', 10, at from rows`,
  `insert into disputes (id, store_id, payment_id, status, reason, amount, fee_amount, created_at)
   select 'dsp_' || n, store_id, 'pmt_' || n, 'UNDER_REVIEW', 'GENERAL', 10, 1, at from rows`,
  `insert into payouts (id, store_id, status, currency, amount, fee_amount, created_at)
   select 'pto_' || n, store_id, 'PENDING', 'USD', 10, 1, at from rows`,
  `insert into ledger_entries
     (store_id, sequence, entry_id, type, amount, currency, previous_balance, running_balance, created_at, note, previous_hash, hash)
   select store_id, sequence, 'ble_' || lpad(n::text, 24, '0'), 'PAYMENT_RECEIVED', 1, 'USD', sequence - 1, sequence, at, 'note',
     case when sequence = 1 then decode(repeat('00', 32), 'hex') else sha256((store_id || sequence - 1)::bytea) end,
     sha256((store_id || sequence)::bytea)
   from rows`,
];
