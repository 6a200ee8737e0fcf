import { asSuperuser } from './as-superuser.ts';
import { FILLED_PERIOD } from './fill-payments.ts';

/**
 * Generates a store's entries inside the database, evenly over `FILLED_PERIOD`, past row-level security but through every
 * constraint. Their hashes are chained, but are not those of their content: an export does not look at that.
 */
export async function fillLedger(superUrl: string, storeId: string, entries: number): Promise<void> {
  await asSuperuser(superUrl, async (client) => {
    const start = new Date(FILLED_PERIOD.start).toISOString();
    const apartMs = (FILLED_PERIOD.end - FILLED_PERIOD.start) / entries;
    await client.query(INSERT_ENTRIES, [storeId, entries, start, apartMs]);
    await client.query('vacuum analyze');
  });
}

/** Nine in ten are payments, the others refunds. */
const INSERT_ENTRIES = `
  insert into daybook.ledger_entries (
    store_id, sequence, entry_id, type, amount, currency, previous_balance, running_balance,
    order_id, payment_id, refund_id, created_at, note, previous_hash, hash)
  select
    $1, i, 'ble_' || substr(md5('e' || i), 1, 24), case when refund then 'REFUND_INSTANT' else 'PAYMENT_RECEIVED' end,
    amount, 'USD', balance - amount, balance,
    'ord_' || substr(md5('r' || i), 1, 24), 'pmt_' || substr(md5(i::text), 1, 24),
    case when refund then 're_' || substr(md5('f' || i), 1, 24) end,
    $3::timestamptz + (i - 1) * $4::float8 * interval '1 ms', case when refund then 'Refund' else 'Payment received' end,
    case when i = 1 then decode(repeat('00', 32), 'hex') else sha256((i - 1)::text::bytea) end, sha256(i::text::bytea)
  from (
    select i, i % 10 = 9 as refund, amount, (sum(amount) over (order by i))::bigint as balance
    from (select i, case when i % 10 = 9 then -1500 else 2615 + i % 1000 end as amount from generate_series(1, $2::bigint) i) as amounts
  ) as generated`;
