import type { Format } from '../domain/format.ts';
import type { StoreTransaction } from './transaction.ts';

/** Where the report's file in this format is stored. */
export async function findObjectKey(
  transaction: StoreTransaction,
  reportId: string,
  format: Format,
): Promise<string | undefined> {
  const { rows } = await transaction.query<{ objectKey: string }>(
    `select object_key as "objectKey" from report_files where store_id = $1 and report_id = $2 and format = $3`,
    [transaction.storeId, reportId, format],
  );
  return rows[0]?.objectKey;
}
