import type { Database } from '../db/database.ts';
import type { ColumnKind } from '../domain/column.ts';
import type { ReportDefinition } from '../domain/report-definition.ts';
import { StartupError } from '../domain/startup-error.ts';

/** What the encoder reads each kind of column from. A domain over the type will do. */
const TYPE_OF_KIND: Record<ColumnKind, string> = {
  text: 'text',
  guarded: 'text',
  json: 'text',
  integer: 'int8',
  timestamp: 'timestamptz',
  hex: 'bytea',
};

/**
 * Throws a StartupError unless every report's view has the columns that its definition reads, in types that the encoder
 * decodes: a report must not fail, or come out wrong, because somebody replaced a view. More columns are welcome. Nor may
 * a view read past row security, as one does that a superuser made again without "security_invoker".
 */
export async function checkViews(
  database: Database,
  definitions: readonly ReportDefinition[],
): Promise<void> {
  const found = await readColumns(database, definitions);
  for (const definition of definitions) {
    const view = `daybook.${definition.view}`;
    const columns = found.get(definition.view);
    if (!columns) throw broken(`The view ${view} is missing or may not be read by daybook_app`);
    const expected = definition.columns.map(({ name, kind }) => [name, TYPE_OF_KIND[kind]] as const);
    for (const [name, type] of [['store_id', 'text'], ['created_at', 'timestamptz'], ...expected] as const) {
      const actual = columns.get(name);
      if (actual === type) continue;
      throw broken(`The view ${view} must have the column "${name}" as ${type}, but ${actual ? `it is ${actual}` : 'it has none of that name'}`); // prettier-ignore
    }
  }
  const [unheld] = await readUnheldViews(database, definitions);
  if (unheld) throw new StartupError(`The view daybook.${unheld} reads the rows of every store: run "alter view daybook.${unheld} set (security_invoker = true)".`); // prettier-ignore
}

/** The views that run with the rights of an owner whom row security does not hold. Before Postgres 15 all run so. */
async function readUnheldViews(
  database: Database,
  definitions: readonly ReportDefinition[],
): Promise<string[]> {
  const { rows } = await database.pool.query<{ view: string }>(
    `select relname as "view" from pg_class join pg_roles on pg_roles.oid = relowner
     where relnamespace = 'daybook'::regnamespace and relname = any($1) and (rolsuper or rolbypassrls)
       and current_setting('server_version_num')::int >= 150000
       and not coalesce((select bool_or(option_value::boolean) from pg_options_to_table(reloptions)
                         where option_name = 'security_invoker'), false)`,
    [definitions.map(({ view }) => view)],
  );
  return rows.map(({ view }) => view);
}

/** For each view that can be read: its columns and their types, domains by what they stand on. */
async function readColumns(
  database: Database,
  definitions: readonly ReportDefinition[],
): Promise<Map<string, Map<string, string>>> {
  const { rows } = await database.pool.query<{ view: string; column: string; type: string }>(
    `with recursive base (oid, type) as (
       select oid, typname from pg_type where typtype <> 'd'
       union all
       select pg_type.oid, base.type from pg_type join base on base.oid = pg_type.typbasetype where typtype = 'd'
     )
     select relname as "view", attname as "column", base.type
     from pg_class join pg_attribute on attrelid = pg_class.oid join base on base.oid = atttypid
     where relnamespace = 'daybook'::regnamespace and relname = any($1) and attnum > 0 and not attisdropped
       and has_table_privilege(pg_class.oid, 'select')`,
    [definitions.map(({ view }) => view)],
  );
  const views = new Map<string, Map<string, string>>();
  for (const { view, column, type } of rows) {
    const columns = views.get(view) ?? new Map<string, string>();
    views.set(view, columns.set(column, type));
  }
  return views;
}

function broken(what: string): StartupError {
  return new StartupError(`${what}: restore it as in server/migrations, or change it to fit.`);
}
