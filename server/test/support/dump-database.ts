import pg from 'pg';
import type { Kept } from './access/search-secrets.ts';

/** Every cell of every table of every schema that is not Postgres's own, as text. */
export async function dumpDatabase(superUrl: string): Promise<Kept[]> {
  const client = new pg.Client({ connectionString: superUrl });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ schema: string; name: string }>(
      `select schemaname as schema, tablename as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema') order by 1, 2`,
    );
    const kept: Kept[] = [];
    for (const { schema, name } of tables) {
      const table = `${client.escapeIdentifier(schema)}.${client.escapeIdentifier(name)}`;
      const { rows } = await client.query<{ column: string; text: string }>(
        `select cell.key as column, cell.value as text from ${table} as t, jsonb_each_text(to_jsonb(t)) as cell where cell.value is not null`,
      );
      kept.push(...rows.map(({ column, text }) => ({ place: `${schema}.${name}.${column}`, text })));
    }
    return kept;
  } finally {
    await client.end();
  }
}
