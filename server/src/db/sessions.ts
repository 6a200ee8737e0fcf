import { formatInstant } from '../domain/instant.ts';
import { SESSIONS_MAX } from '../domain/limits.ts';
import type { Role } from '../domain/role.ts';
import type { PublicKeyRow } from './signing-keys.ts';
import type { AccountTransaction, SweepTransaction } from './transaction.ts';

/** A signed-in account on one device. `device` is what its browser calls itself. */
export type Session = { id: string; device: string; ip: string; createdAt: number; lastUsedAt: number };

const LIVE = `account_id = $1 and revoked_at is null and expires_at > $2`;

export async function insertSession(
  transaction: AccountTransaction,
  session: Session & { expiresAt: number },
): Promise<void> {
  const { id, device, ip, createdAt, lastUsedAt, expiresAt } = session;
  await transaction.query(
    `insert into sessions (account_id, id, device, ip, created_at, last_used_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      transaction.accountId,
      ...[id, device, ip],
      ...[formatInstant(createdAt), formatInstant(lastUsedAt), formatInstant(expiresAt)],
    ],
  );
}

/** The live sessions, the one used last first. */
export async function listSessions(transaction: AccountTransaction, now: number): Promise<Session[]> {
  const { rows } = await transaction.query<Session>(
    `select id, device, ip, created_at as "createdAt", last_used_at as "lastUsedAt"
     from sessions where ${LIVE} order by last_used_at desc, id desc limit $3`,
    [transaction.accountId, formatInstant(now), SESSIONS_MAX],
  );
  return rows;
}

/** Notes that a live session goes on, until `expiresAt`. False when it is over. */
export async function prolongSession(
  transaction: AccountTransaction,
  session: { id: string; now: number; expiresAt: number },
): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `update sessions set last_used_at = $2, expires_at = $4 where ${LIVE} and id = $3`,
    [transaction.accountId, formatInstant(session.now), session.id, formatInstant(session.expiresAt)],
  );
  return rowCount === 1;
}

/** Ends a live session. False when there is none with this id. */
export async function revokeSession(
  transaction: AccountTransaction,
  sessionId: string,
  now: number,
): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `update sessions set revoked_at = $2 where ${LIVE} and id = $3`,
    [transaction.accountId, formatInstant(now), sessionId],
  );
  return rowCount === 1;
}

/** Ends the sessions beyond the `kept` that were used last. */
export async function revokeOldSessions(
  transaction: AccountTransaction,
  { kept, now }: { kept: number; now: number },
): Promise<void> {
  await transaction.query(
    `update sessions set revoked_at = $2 where account_id = $1 and id in (
       select id from sessions where ${LIVE} order by last_used_at desc, id desc offset $3
     )`,
    [transaction.accountId, formatInstant(now), kept],
  );
}

/** What it takes to believe an access token: the key that signs now, and the membership of the store asked for. */
export type SessionProof = PublicKeyRow & { storeId: string | null; role: Role | null };

/**
 * The proof of a live session, read in one statement at each request, whether the store is there or not. `storeId` is
 * the membership's own, so a wrong row could not open another store.
 */
export async function findSessionProof(
  transaction: AccountTransaction,
  asked: { sessionId: string; storeId: string; now: number },
): Promise<SessionProof | undefined> {
  const { rows } = await transaction.query<SessionProof>(
    `select kid, public_key as "publicKey", members.store_id as "storeId", role
     from sessions
     join signing_keys on purpose = 'SESSION' and retired_at is null
     left join members on members.account_id = sessions.account_id and members.store_id = $4
     where sessions.account_id = $1 and sessions.id = $2 and revoked_at is null and expires_at > $3`,
    [transaction.accountId, asked.sessionId, formatInstant(asked.now), asked.storeId],
  );
  return rows[0];
}

/** Deletes sessions that are over, with their refresh tokens, no more than `limit`, and resolves to how many. */
export async function deleteSessions(transaction: SweepTransaction, limit: number): Promise<number> {
  const { rowCount } = await transaction.query(
    `delete from sessions where ctid = any(array(
       select ctid from sessions where least(revoked_at, expires_at) <= $1 limit $2
     ))`,
    [formatInstant(transaction.until), limit],
  );
  return rowCount ?? 0;
}
