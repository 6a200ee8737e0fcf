import { formatInstant } from '../domain/instant.ts';
import type { Role } from '../domain/role.ts';
import type { StoreTransaction } from './transaction.ts';

export async function insertMember(
  transaction: StoreTransaction,
  member: { accountId: string; role: Role; createdAt: number },
): Promise<void> {
  await transaction.query(
    `insert into members (store_id, account_id, role, created_at) values ($1, $2, $3, $4)`,
    [transaction.storeId, member.accountId, member.role, formatInstant(member.createdAt)],
  );
}
