import { formatInstant } from '../domain/instant.ts';
import { type AccountTransaction, enterAddress, type Transaction } from './transaction.ts';

/** A person who signs in. */
export type Account = { id: string; email: string };

/** The account with this address, made when there is none. Opens the address to the rest of the transaction. */
export async function ensureAccount(
  transaction: Transaction,
  account: { id: string; email: string; createdAt: number },
): Promise<{ id: string }> {
  await enterAddress(transaction, account.email);
  const made = await transaction.query<{ id: string }>(
    `insert into accounts (id, email, created_at) values ($1, $2, $3)
     on conflict (address) do nothing returning id`,
    [account.id, account.email, formatInstant(account.createdAt)],
  );
  if (made.rows[0]) return made.rows[0];
  // A statement of its own: only now is one that was made at the same time visible.
  return (await findAccountByAddress(transaction, account.email)) as Account;
}

/** The account with this address, whatever the case of its letters. Only in a transaction of that address. */
export async function findAccountByAddress(
  transaction: Transaction,
  email: string,
): Promise<Account | undefined> {
  const { rows } = await transaction.query<Account>(
    `select id, email from accounts where address = lower($1)`,
    [email],
  );
  return rows[0];
}

export async function findAccount(transaction: AccountTransaction): Promise<Account> {
  const { rows } = await transaction.query<Account>(`select id, email from accounts where id = $1`, [
    transaction.accountId,
  ]);
  return rows[0] as Account;
}
