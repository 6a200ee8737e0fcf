import { asSuperuser } from './as-superuser.ts';

const CUSTOMERS_MAX = 100_000;

/** The period that the generated payments lie in, evenly: as long as a report may be. */
export const FILLED_PERIOD = {
  start: Date.parse('2026-04-01T00:00:00Z'),
  end: Date.parse('2026-06-30T00:00:00Z'),
};

/**
 * Generates a store's payments inside the database, past row-level security but through every CHECK. Their identifiers grow
 * with time, as Daybook's own do. That their customers are there is known, and not looked up for each.
 */
export async function fillPayments(superUrl: string, storeId: string, payments: number): Promise<void> {
  await asSuperuser(superUrl, async (client) => {
    const customers = Math.min(payments, CUSTOMERS_MAX);
    await client.query('set session_replication_role = replica');
    await client.query(INSERT_CUSTOMERS, [storeId, customers]);
    const start = new Date(FILLED_PERIOD.start).toISOString();
    const apartMs = (FILLED_PERIOD.end - FILLED_PERIOD.start) / payments;
    await client.query(INSERT_PAYMENTS, [storeId, customers, payments, start, apartMs]);
    await client.query('vacuum analyze');
  });
}

const INSERT_CUSTOMERS = `
  insert into daybook.customers (id, store_id)
  select 'cus_' || substr(md5($1 || 'c' || i), 1, 24), $1 from generate_series(0, $2::int - 1) i`;

/** A quarter with metadata, a third presented in euros, one name in fifty that CSV has to quote, one payment in ten unfinished. */
const INSERT_PAYMENTS = `
  insert into daybook.payments (
    store_id, id, order_id, order_number, status, currency,
    intended_amount, discount_amount, tax_amount, platform_fee_amount, processing_fee_amount, total_amount, settled_amount,
    presentment_currency, presentment_amount, exchange_rate, psp_reference, coupon_code,
    customer_id, customer_email, customer_name, customer_country, customer_ip, metadata,
    payment_method, card_brand, card_last_four, created_at, completed_at)
  select
    $1::text, 'pmt_' || lpad(to_hex(i), 10, '0') || substr(md5($1 || i), 1, 14), 'ord_' || substr(md5('r' || i), 1, 24),
    'cs_' || substr(md5('o' || i), 1, 16), status, 'USD',
    2900 + i % 1000, case when i % 7 = 0 then 300 end, 20, 191, 114, 2920 + i % 1000,
    case when finished then 2615 + i % 1000 end,
    case when i % 3 = 0 then 'EUR' end, case when i % 3 = 0 then 2700 + i % 1000 end, case when i % 3 = 0 then '0.92134567' end,
    'psp_' || substr(md5('p' || i), 1, 20), case when i % 7 = 0 then 'SPRING' || i % 30 end,
    'cus_' || substr(md5($1 || 'c' || i % $2::int), 1, 24), 'buyer' || i % $2::int || '@example.com',
    case when i % 50 = 0 then 'Doe, "Al" Alex' else 'Zoë Doe' || i % 1000 end,
    (array['US', 'GB', 'DE', 'JP'])[1 + i % 4], '203.0.113.' || i % 250,
    case when i % 4 = 0 then '{"campaign":"spring_sale","ref":"partner_' || i % 100 || '"}' end,
    'card', (array['visa', 'mastercard', 'amex'])[1 + i % 3], lpad((i % 10000)::text, 4, '0'),
    created_at, case when finished then created_at + interval '12 s' end
  from (
    select
      i, (array['COMPLETED', 'REFUNDED', 'COMPLETED', 'COMPLETED', 'FAILED', 'COMPLETED', 'COMPLETED', 'DISPUTED', 'COMPLETED', 'COMPLETED'])[1 + i % 10] as status,
      i % 10 <> 4 as finished, $4::timestamptz + (i - 1) * $5::float8 * interval '1 ms' as created_at
    from generate_series(1, $3::int) i
  ) as generated`;
