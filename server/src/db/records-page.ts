import { formatInstant } from '../domain/instant.ts';
import { RECORDS_LISTED_MAX_ROWS } from '../domain/limits.ts';
import type { QueryResultRow } from 'pg';
import type { StoreTransaction } from './transaction.ts';

/** Which records of a store. Instants in milliseconds; `page` counts from 1. */
export type RecordsFilter = {
  /** Older than this are not shown, whether or not they have been deleted. */
  after: number;
  before?: number;
  tokenId?: string;
  page: number;
  limit: number;
};

/** The condition of a `RecordsFilter`, as parameters $1 to $4 of both records tables. */
export const RECORDS_WHERE = `
  store_id = $1 and at > $2 and ($3::timestamptz is null or at < $3) and ($4::text is null or token_id = $4)`;

/**
 * One page of the rows of `from` (a table and a condition that begins with RECORDS_WHERE), newest first, and how many
 * there are. No more than the newest RECORDS_LISTED_MAX_ROWS are counted and shown: a page of a busy store must not
 * read its whole month.
 */
export async function selectRecordsPage<Row extends QueryResultRow>(
  transaction: StoreTransaction,
  statement: { columns: string; from: string; more: readonly unknown[] },
  filter: RecordsFilter,
): Promise<{ items: Row[]; total: number }> {
  const { after, before, tokenId, page, limit } = filter;
  const { columns, from, more } = statement;
  const values = [
    transaction.storeId,
    formatInstant(after),
    before === undefined ? null : formatInstant(before),
    tokenId ?? null,
    ...more,
  ];
  const next = values.length;
  const counted = await transaction.query<{ total: number }>(
    `select count(*) as total from (select 1 from ${from} limit $${next + 1}) as listed`,
    [...values, RECORDS_LISTED_MAX_ROWS],
  );
  const total = counted.rows[0]?.total ?? 0;
  const offset = (page - 1) * limit;
  const { rows } = await transaction.query<Row>(
    `select ${columns} from ${from} order by at desc, id desc limit $${next + 1} offset $${next + 2}`,
    [...values, Math.max(0, Math.min(limit, total - offset)), Math.min(offset, total)],
  );
  return { items: rows, total };
}
