import type { Format } from '../domain/format.ts';
import { formatInstant } from '../domain/instant.ts';
import { RECORDS_WHERE, type RecordsFilter, selectRecordsPage } from './records-page.ts';
import type { StoreTransaction, Transaction } from './transaction.ts';

/** A signed URL of a file that was handed out, to a token or to an account. */
export type DownloadRecord = {
  id: string;
  at: number;
  reportId: string;
  format: Format;
  tokenId: string | null;
  accountId: string | null;
  ip: string | null;
  /** The `X-Request-Id` of the answer that held the URL. */
  requestId: string;
};

/** Adds downloads of any stores in one statement. One that is there already stays. Only in a recorder's transaction. */
export async function insertDownloads(
  transaction: Transaction,
  downloads: readonly (DownloadRecord & { storeId: string })[],
): Promise<void> {
  await transaction.query(
    `insert into downloads (store_id, id, at, report_id, format, token_id, account_id, ip, request_id)
     select d."storeId", d.id, d.at, d."reportId", d.format, d."tokenId", d."accountId", d.ip, d."requestId"
     from json_to_recordset($1::json) as d (
       "storeId" text, id text, at timestamptz, "reportId" text, format text, "tokenId" text, "accountId" text,
       ip text, "requestId" text
     )
     on conflict do nothing`,
    [JSON.stringify(downloads.map((download) => ({ ...download, at: formatInstant(download.at) })))],
  );
}

/** One page of the store's downloads, newest first. */
export function listDownloads(
  transaction: StoreTransaction,
  filter: RecordsFilter & { reportId?: string },
): Promise<{ items: DownloadRecord[]; total: number }> {
  const columns = `id, at, report_id as "reportId", format, token_id as "tokenId", account_id as "accountId", ip, request_id as "requestId"`;
  const from = `downloads where ${RECORDS_WHERE} and ($5::text is null or report_id = $5)`;
  return selectRecordsPage(transaction, { columns, from, more: [filter.reportId ?? null] }, filter);
}

/** Deletes the store's oldest downloads up to the instant, no more than `limit`, and resolves to how many. */
export async function deleteDownloads(
  transaction: StoreTransaction,
  { until, limit }: { until: number; limit: number },
): Promise<number> {
  const { rowCount } = await transaction.query(
    `delete from downloads where store_id = $1 and ctid = any(array(
       select ctid from downloads where store_id = $1 and at <= $2 order by at, id limit $3
     ))`,
    [transaction.storeId, formatInstant(until), limit],
  );
  return rowCount ?? 0;
}
