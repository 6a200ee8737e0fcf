import { formatInstant } from '../domain/instant.ts';
import { MEMBERSHIPS_LISTED_MAX } from '../domain/limits.ts';
import type { Role } from '../domain/role.ts';
import type { AccountTransaction, StoreTransaction } from './transaction.ts';

export async function insertMember(
  transaction: StoreTransaction,
  member: { accountId: string; role: Role; createdAt: number },
): Promise<void> {
  await transaction.query(
    `insert into members (store_id, account_id, role, created_at) values ($1, $2, $3, $4)`,
    [transaction.storeId, member.accountId, member.role, formatInstant(member.createdAt)],
  );
}

/** The account that owns the store. */
export async function findOwnerId(transaction: StoreTransaction): Promise<string | undefined> {
  const { rows } = await transaction.query<{ accountId: string }>(
    `select account_id as "accountId" from members where store_id = $1 and role = 'OWNER'`,
    [transaction.storeId],
  );
  return rows[0]?.accountId;
}

/** A store as a member sees it in a list. */
export type Membership = {
  id: string;
  title: string;
  handle: string;
  currency: string;
  country: string;
  role: Role;
};

/** The stores that the account is a member of, by title. */
export async function listMemberships(transaction: AccountTransaction): Promise<Membership[]> {
  const { rows } = await transaction.query<Membership>(
    `select stores.id, title, handle, currency, country, role
     from members join stores on stores.id = members.store_id
     where members.account_id = $1 order by title, stores.id limit $2`,
    [transaction.accountId, MEMBERSHIPS_LISTED_MAX],
  );
  return rows;
}
