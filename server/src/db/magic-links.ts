import { formatInstant } from '../domain/instant.ts';
import type { AccountTransaction, SweepTransaction, Transaction } from './transaction.ts';

/** Whether this link was made already: a job that is tried again sends the same one. */
export async function hasMagicLink(transaction: AccountTransaction, tokenHash: Buffer): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `select 1 from magic_links where account_id = $1 and token_hash = $2`,
    [transaction.accountId, tokenHash],
  );
  return rowCount === 1;
}

/** How many links were made for the account since then. Those who count and then insert take turns until they commit. */
export async function countMagicLinks(transaction: AccountTransaction, since: number): Promise<number> {
  await transaction.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [transaction.accountId]);
  const { rows } = await transaction.query<{ count: number }>(
    `select count(*) as count from magic_links where account_id = $1 and created_at > $2`,
    [transaction.accountId, formatInstant(since)],
  );
  return (rows[0] as { count: number }).count;
}

export async function insertMagicLink(
  transaction: AccountTransaction,
  link: { tokenHash: Buffer; createdAt: number; expiresAt: number },
): Promise<void> {
  await transaction.query(
    `insert into magic_links (token_hash, account_id, created_at, expires_at) values ($1, $2, $3, $4)`,
    [link.tokenHash, transaction.accountId, formatInstant(link.createdAt), formatInstant(link.expiresAt)],
  );
}

/** Uses the link up and tells whose it is: of two at once, one. Only in a transaction of that credential. */
export async function useMagicLink(
  transaction: Transaction,
  tokenHash: Buffer,
  now: number,
): Promise<string | undefined> {
  const { rows } = await transaction.query<{ accountId: string }>(
    `update magic_links set used_at = $2
     where token_hash = $1 and used_at is null and expires_at > $2 returning account_id as "accountId"`,
    [tokenHash, formatInstant(now)],
  );
  return rows[0]?.accountId;
}

/** Deletes links that are over, no more than `limit`, and resolves to how many. */
export async function deleteMagicLinks(transaction: SweepTransaction, limit: number): Promise<number> {
  const { rowCount } = await transaction.query(
    `delete from magic_links where ctid = any(array(
       select ctid from magic_links where expires_at <= $1 limit $2
     ))`,
    [formatInstant(transaction.until), limit],
  );
  return rowCount ?? 0;
}
