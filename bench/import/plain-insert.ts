import pg from 'pg';
import { asSuperuser } from '../as-superuser.ts';
import type { BenchDatabase } from '../bench-database.ts';

/** Ids get another first letter, as they are unique over all stores; the hashes still follow each other. */
const RENAMED = {
  customers: { id: `'x' || id` },
  payments: { id: `'x' || id`, order_id: `'x' || order_id`, customer_id: `'x' || customer_id` },
  ledger_entries: {
    entry_id: `'ble_z' || substr(entry_id, 6)`,
    order_id: `'x' || order_id`,
    payment_id: `'x' || payment_id`,
  },
} as const;
type Table = keyof typeof RENAMED;
const TABLES = Object.keys(RENAMED) as Table[];

/** Lays copies of one store's rows ready in tables of the schema `staged`, as another store's, numbered by batch from 0. Resolves to how many. */
export async function stageCopies(
  superUrl: string,
  { from, to, batchLines }: { from: string; to: string; batchLines: number },
): Promise<number> {
  return asSuperuser(superUrl, async (client) => {
    let rows = 0;
    await client.query(
      'drop schema if exists staged cascade; create schema staged; grant usage on schema staged to daybook_app',
    );
    for (const table of TABLES) {
      const columns = await columnsOf(client, table);
      const renamed = { store_id: client.escapeLiteral(to), ...RENAMED[table] } as Record<string, string>;
      const values = columns.map((column) => `${renamed[column] ?? column} as ${column}`);
      const batch = `(row_number() over (order by ${ORDER[table]}) - 1) / ${batchLines} as batch`;
      const store = client.escapeLiteral(from);
      const staged = await client.query(
        `create unlogged table staged.${table} as
           select ${values.join(', ')}, ${batch} from daybook.${table} where store_id = ${store} order by batch`,
      );
      rows += staged.rowCount ?? 0;
    }
    await client.query('vacuum analyze');
    await client.query('grant select on all tables in schema staged to daybook_app');
    await client.query('checkpoint');
    return rows;
  });
}

/** Where a row stands in its batches. */
const ORDER: Readonly<Record<Table, string>> = {
  customers: 'id',
  payments: 'created_at, id',
  ledger_entries: 'sequence',
};

/** Inserts what is staged, a transaction for each batch, as the server's login. */
export async function insertStaged(
  database: BenchDatabase,
  storeId: string,
  batches: number,
): Promise<{ seconds: number; rows: number }> {
  const client = new pg.Client({ connectionString: database.appUrl, options: '-c role=daybook_app' });
  client.on('error', () => {});
  await client.connect();
  try {
    const inserts: string[] = [];
    for (const table of TABLES) {
      const columns = (await columnsOf(client, table)).join(', ');
      inserts.push(
        `insert into daybook.${table} (${columns}) select ${columns} from staged.${table} where batch = $1`,
      );
    }
    let rows = 0;
    const start = performance.now();
    for (let batch = 0; batch < batches; batch += 1) {
      await client.query('begin');
      await client.query(`select set_config('daybook.store_id', $1, true)`, [storeId]);
      for (const insert of inserts) rows += (await client.query(insert, [batch])).rowCount ?? 0;
      await client.query('commit');
    }
    return { seconds: (performance.now() - start) / 1000, rows };
  } finally {
    await client.end();
  }
}

/** Those that are stored as they are given. */
async function columnsOf(client: pg.Client, table: Table): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select attname as name from pg_attribute
     where attrelid = $1::text::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
    [`daybook.${table}`],
  );
  return rows.map((row) => row.name);
}
