import pg from 'pg';

/** Runs one statement on a connection of its own; resolves to its rows. With a `superUrl`, past every policy. */
export async function askPostgres<Row extends object>(
  url: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text, [...values])).rows;
  } finally {
    await client.end();
  }
}
