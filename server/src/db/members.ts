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

/** An account's place in a store, as the store's administrators see it. */
export type Member = { accountId: string; email: string; role: Role; createdAt: number };

const MEMBER = `members.account_id as "accountId", accounts.email, members.role, members.created_at as "createdAt"`;

/** The members of the store, in the order in which they came. */
export async function listMembers(transaction: StoreTransaction): Promise<Member[]> {
  const { rows } = await transaction.query<Member>(
    `select ${MEMBER} from members join accounts on accounts.id = members.account_id
     where members.store_id = $1 order by members.created_at, members.account_id limit $2`,
    [transaction.storeId, MEMBERSHIPS_LISTED_MAX],
  );
  return rows;
}

/** One member, held until the transaction ends. */
export async function lockMember(
  transaction: StoreTransaction,
  accountId: string,
): Promise<Member | undefined> {
  const { rows } = await transaction.query<Member>(
    `select ${MEMBER} from members join accounts on accounts.id = members.account_id
     where members.store_id = $1 and members.account_id = $2 for update of members`,
    [transaction.storeId, accountId],
  );
  return rows[0];
}

export async function updateRole(
  transaction: StoreTransaction,
  accountId: string,
  role: Role,
): Promise<void> {
  await transaction.query(`update members set role = $3 where store_id = $1 and account_id = $2`, [
    transaction.storeId,
    accountId,
    role,
  ]);
}

export async function deleteMember(transaction: StoreTransaction, accountId: string): Promise<void> {
  await transaction.query(`delete from members where store_id = $1 and account_id = $2`, [
    transaction.storeId,
    accountId,
  ]);
}
