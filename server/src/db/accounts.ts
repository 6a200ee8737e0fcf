import { formatInstant } from '../domain/instant.ts';
import type { Transaction } from './transaction.ts';

/** The account with this address, made when there is none. */
export async function ensureAccount(
  transaction: Transaction,
  account: { id: string; email: string; createdAt: number },
): Promise<{ id: string }> {
  const { rows } = await transaction.query<{ id: string }>(
    `with made as (
       insert into accounts (id, email, created_at) values ($1, $2, $3)
       on conflict (lower(email)) do nothing
       returning id
     )
     select id from made union all select id from accounts where lower(email) = lower($2) limit 1`,
    [account.id, account.email, formatInstant(account.createdAt)],
  );
  return rows[0] as { id: string };
}
