import { formatInstant } from '../domain/instant.ts';
import type { Transaction } from './transaction.ts';

/** The account with this address, made when there is none. */
export async function ensureAccount(
  transaction: Transaction,
  account: { id: string; email: string; createdAt: number },
): Promise<{ id: string }> {
  const made = await transaction.query<{ id: string }>(
    `insert into accounts (id, email, created_at) values ($1, $2, $3)
     on conflict (lower(email)) do nothing returning id`,
    [account.id, account.email, formatInstant(account.createdAt)],
  );
  if (made.rows[0]) return made.rows[0];
  // A statement of its own: only now is one that was made at the same time visible.
  const present = await transaction.query<{ id: string }>(
    `select id from accounts where lower(email) = lower($1)`,
    [account.email],
  );
  return present.rows[0] as { id: string };
}
