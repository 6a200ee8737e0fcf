import type { StoreTransaction } from './transaction.ts';

/**
 * A state that a thing has left, as a row: `object` is the name of its kind, of which there is no list here, `fingerprint`
 * is hex, 16 bytes. What a batch makes of them is in `server/src/ledger/activity/superseded-states.ts`.
 */
export type SupersededState = { object: string; objectId: string; fingerprint: string };

/** The states that these things have left. */
export async function findSupersededStates(
  transaction: StoreTransaction,
  object: string,
  objectIds: readonly string[],
): Promise<SupersededState[]> {
  const { rows } = await transaction.query<SupersededState>(
    `select object, object_id as "objectId", encode(fingerprint, 'hex') as fingerprint
     from superseded_states where store_id = $1 and object = $2 and object_id = any($3::text[])`,
    [transaction.storeId, object, objectIds],
  );
  return rows;
}

/** Writes down states that things have left; those that are known stay as they are. */
export async function insertSupersededStates(
  transaction: StoreTransaction,
  states: readonly SupersededState[],
): Promise<void> {
  await transaction.query(
    `insert into superseded_states (store_id, object, object_id, fingerprint)
     select $1, s.object, s.object_id, decode(s.fingerprint, 'hex')
     from unnest($2::text[], $3::text[], $4::text[]) as s (object, object_id, fingerprint)
     on conflict do nothing`,
    [
      transaction.storeId,
      states.map((state) => state.object),
      states.map((state) => state.objectId),
      states.map((state) => state.fingerprint),
    ],
  );
}
