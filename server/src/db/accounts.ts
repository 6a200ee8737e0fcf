import { formatInstant } from '../domain/instant.ts';
import type { Transaction } from './transaction.ts';

/** The account with this address, made when there is none. */
export async function ensureAccount(
  transaction: Transaction,
  account: { id: string; email: string; createdAt: number },
): Promise<{ id: string }> {
  const { rows } = await transaction.query<{ id: string }>(
    `insert into accounts (id, email, created_at) values ($1, $2, $3)
     on conflict (lower(email)) do update set email = accounts.email
     returning id`,
    [account.id, account.email, formatInstant(account.createdAt)],
  );
  return rows[0] as { id: string };
}
