import pg from 'pg';

/** How many rows each table of the product has, counted as the superuser, whom no policy holds. */
export async function countRows(superUrl: string): Promise<Record<string, number>> {
  const client = new pg.Client({ connectionString: superUrl });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'daybook' order by 1`,
    );
    const counts = tables.map(({ name }) => `select '${name}' as name, count(*)::int from daybook."${name}"`);
    const { rows } = await client.query<{ name: string; count: number }>(counts.join(' union all '));
    return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
  } finally {
    await client.end();
  }
}
