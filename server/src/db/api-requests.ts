import { formatInstant } from '../domain/instant.ts';
import { RECORDS_WHERE, type RecordsFilter, selectRecordsPage } from './records-page.ts';
import type { StoreTransaction, Transaction } from './transaction.ts';

/** One request to the Store API: when it came, what it asked for, how it was answered. */
export type ApiRequest = {
  id: string;
  at: number;
  method: string;
  /** Without the query string; a segment that is neither an identifier nor a word of the contract stays `:name`. */
  path: string;
  status: number;
  durationMs: number;
  tokenId: string;
  ip: string | null;
  /** The `X-Request-Id` of the answer. */
  requestId: string;
};

/** Adds requests of any stores in one statement. One that is there already stays. Only in a recorder's transaction. */
export async function insertApiRequests(
  transaction: Transaction,
  requests: readonly (ApiRequest & { storeId: string })[],
): Promise<void> {
  await transaction.query(
    `insert into api_requests (store_id, id, at, method, path, status, duration_ms, token_id, ip, request_id)
     select r."storeId", r.id, r.at, r.method, r.path, r.status, r."durationMs", r."tokenId", r.ip, r."requestId"
     from json_to_recordset($1::json) as r (
       "storeId" text, id text, at timestamptz, method text, path text, status smallint, "durationMs" integer,
       "tokenId" text, ip text, "requestId" text
     )
     on conflict do nothing`,
    [JSON.stringify(requests.map((request) => ({ ...request, at: formatInstant(request.at) })))],
  );
}

/** One page of the store's requests, newest first. `statusFrom`: answered with this status or one of the 99 after it. */
export function listApiRequests(
  transaction: StoreTransaction,
  filter: RecordsFilter & { statusFrom?: number },
): Promise<{ items: ApiRequest[]; total: number }> {
  const columns = `id, at, method, path, status, duration_ms as "durationMs", token_id as "tokenId", ip, request_id as "requestId"`;
  const from = `api_requests where ${RECORDS_WHERE} and ($5::integer is null or status between $5 and $5 + 99)`;
  return selectRecordsPage(transaction, { columns, from, more: [filter.statusFrom ?? null] }, filter);
}

/** Deletes the store's oldest requests up to the instant, no more than `limit`, and resolves to how many. */
export async function deleteApiRequests(
  transaction: StoreTransaction,
  { until, limit }: { until: number; limit: number },
): Promise<number> {
  const { rowCount } = await transaction.query(
    `delete from api_requests where store_id = $1 and ctid = any(array(
       select ctid from api_requests where store_id = $1 and at <= $2 order by at, id limit $3
     ))`,
    [transaction.storeId, formatInstant(until), limit],
  );
  return rowCount ?? 0;
}
