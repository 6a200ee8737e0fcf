import { formatInstant } from '../domain/instant.ts';
import type { WebhookEventType } from '../domain/webhook.ts';
import type { StoreTransaction } from './transaction.ts';

/** Where a store wants to be told; instants in milliseconds. */
export type WebhookEndpoint = {
  id: string;
  url: string;
  eventTypes: WebhookEventType[];
  note: string;
  /** When it said 410 Gone, since when it is told nothing. */
  goneAt: number | null;
  /** Until when messages are signed with the secret before the last one too, if they ever were. */
  previousSecretUntil: number | null;
  createdAt: number;
};

/** Its secrets, sealed; the second one while a rolled secret is still good. */
export type EndpointSecrets = { sealedSecret: Buffer; previousSealedSecret: Buffer | null };

const COLUMNS = `id, url, event_types as "eventTypes", note, gone_at as "goneAt",
  previous_until as "previousSecretUntil", created_at as "createdAt"`;

export async function insertEndpoint(
  transaction: StoreTransaction,
  endpoint: Pick<WebhookEndpoint, 'id' | 'url' | 'eventTypes' | 'note' | 'createdAt'> & {
    sealedSecret: Buffer;
  },
): Promise<void> {
  const { id, url, eventTypes, note, sealedSecret, createdAt } = endpoint;
  await transaction.query(
    `insert into webhook_endpoints (store_id, id, url, event_types, note, sealed_secret, created_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [transaction.storeId, id, url, eventTypes, note, sealedSecret, formatInstant(createdAt)],
  );
}

/** The endpoints of the store, newest first. */
export async function listEndpoints(transaction: StoreTransaction): Promise<WebhookEndpoint[]> {
  const { rows } = await transaction.query<WebhookEndpoint>(
    `select ${COLUMNS} from webhook_endpoints where store_id = $1 order by id desc`,
    [transaction.storeId],
  );
  return rows;
}

export async function findEndpoint(
  transaction: StoreTransaction,
  endpointId: string,
): Promise<WebhookEndpoint | undefined> {
  const { rows } = await transaction.query<WebhookEndpoint>(
    `select ${COLUMNS} from webhook_endpoints where store_id = $1 and id = $2`,
    [transaction.storeId, endpointId],
  );
  return rows[0];
}

/** The same, and holds its row until the transaction ends. */
export async function lockEndpoint(
  transaction: StoreTransaction,
  endpointId: string,
): Promise<WebhookEndpoint | undefined> {
  const { rows } = await transaction.query<WebhookEndpoint>(
    `select ${COLUMNS} from webhook_endpoints where store_id = $1 and id = $2 for update`,
    [transaction.storeId, endpointId],
  );
  return rows[0];
}

export async function countEndpoints(transaction: StoreTransaction): Promise<number> {
  const { rows } = await transaction.query<{ count: number }>(
    `select count(*)::int from webhook_endpoints where store_id = $1`,
    [transaction.storeId],
  );
  return rows[0]?.count ?? 0;
}

/** Those that are to be told of an event of this type. */
export async function listListeningEndpoints(
  transaction: StoreTransaction,
  type: WebhookEventType,
): Promise<{ id: string }[]> {
  const { rows } = await transaction.query<{ id: string }>(
    `select id from webhook_endpoints
     where store_id = $1 and gone_at is null and event_types @> array[$2] order by id`,
    [transaction.storeId, type],
  );
  return rows;
}

/** Where a message goes and what it is signed with at this instant; undefined where the endpoint was deleted or is gone. */
export async function findEndpointSecrets(
  transaction: StoreTransaction,
  endpointId: string,
  now: number,
): Promise<({ url: string } & EndpointSecrets) | undefined> {
  const { rows } = await transaction.query<{ url: string } & EndpointSecrets>(
    `select url, sealed_secret as "sealedSecret",
       case when previous_until > $3 then previous_sealed_secret end as "previousSealedSecret"
     from webhook_endpoints where store_id = $1 and id = $2 and gone_at is null`,
    [transaction.storeId, endpointId, formatInstant(now)],
  );
  return rows[0];
}

/** A new secret; the one before it stays good until `previousUntil`. Undefined: there is no such endpoint. */
export async function replaceSecret(
  transaction: StoreTransaction,
  endpointId: string,
  { sealedSecret, previousUntil }: { sealedSecret: Buffer; previousUntil: number },
): Promise<WebhookEndpoint | undefined> {
  const { rows } = await transaction.query<WebhookEndpoint>(
    `update webhook_endpoints
     set previous_sealed_secret = sealed_secret, previous_until = $4, sealed_secret = $3
     where store_id = $1 and id = $2 returning ${COLUMNS}`,
    [transaction.storeId, endpointId, sealedSecret, formatInstant(previousUntil)],
  );
  return rows[0];
}

/** Notes that the owner is told of a delivery that was given up. False: of another one of this endpoint since `unless`. */
export async function markOwnerTold(
  transaction: StoreTransaction,
  endpointId: string,
  { now, unless }: { now: number; unless: number },
): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `update webhook_endpoints set owner_told_at = $3
     where store_id = $1 and id = $2 and (owner_told_at is null or owner_told_at <= $4)`,
    [transaction.storeId, endpointId, formatInstant(now), formatInstant(unless)],
  );
  return rowCount === 1;
}

/** From now on it is told nothing. False: it was deleted, or is gone since before. */
export async function markGone(
  transaction: StoreTransaction,
  endpointId: string,
  now: number,
): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `update webhook_endpoints set gone_at = $3 where store_id = $1 and id = $2 and gone_at is null`,
    [transaction.storeId, endpointId, formatInstant(now)],
  );
  return rowCount === 1;
}

/** Its deliveries go with it. False: there is no such endpoint. */
export async function deleteEndpoint(transaction: StoreTransaction, endpointId: string): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `delete from webhook_endpoints where store_id = $1 and id = $2`,
    [transaction.storeId, endpointId],
  );
  return rowCount === 1;
}
