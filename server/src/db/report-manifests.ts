import type { StoreTransaction } from './transaction.ts';

/** Keeps the signed manifest of a report that has just succeeded. */
export async function insertManifest(
  transaction: StoreTransaction,
  reportId: string,
  jws: string,
): Promise<void> {
  await transaction.query(`insert into report_manifests (store_id, report_id, jws) values ($1, $2, $3)`, [
    transaction.storeId,
    reportId,
    jws,
  ]);
}

/** The compact JWS whose payload is the report's manifest. */
export async function findManifest(
  transaction: StoreTransaction,
  reportId: string,
): Promise<string | undefined> {
  const { rows } = await transaction.query<{ jws: string }>(
    `select jws from report_manifests where store_id = $1 and report_id = $2`,
    [transaction.storeId, reportId],
  );
  return rows[0]?.jws;
}
