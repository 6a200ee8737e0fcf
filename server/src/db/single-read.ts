import type { QueryResultRow } from 'pg';
import { type Database, translateDatabaseError } from './database.ts';

/** A SELECT that is a transaction of its own. */
export type SingleRead = {
  /** Of the statement, which each connection prepares once. */
  readonly name: string;
  /** What row-level security asks for. It is set to $1. */
  readonly setting: 'daybook.store_id' | 'daybook.credential' | 'daybook.token_id';
  /** Names that value in its WHERE as `scope.value`, and ends in a LIMIT: only then does Postgres look after it was set. */
  readonly select: string;
};

/**
 * Reads in one trip to the database what a transaction needs three for. Row-level security hears of the store, or of the
 * credential, from the statement itself; were it to look before that, it would see nothing.
 */
export async function singleRead<Row extends QueryResultRow>(
  database: Database,
  { name, setting, select }: SingleRead,
  values: readonly unknown[],
): Promise<Row[]> {
  const text = `
    with scope as materialized (select set_config('${setting}', $1, true) as value)
    select found.* from scope cross join lateral (${select}) as found`;
  try {
    return (await database.pool.query<Row>({ name, text, values: [...values] })).rows;
  } catch (error) {
    throw translateDatabaseError(error);
  }
}
