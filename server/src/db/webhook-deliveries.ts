import { formatInstant } from '../domain/instant.ts';
import { WEBHOOK_ATTEMPTS_MAX } from '../domain/limits.ts';
import type { DeliveryFailure, DeliveryStatus, WebhookMessageType } from '../domain/webhook.ts';
import type { StoreTransaction, Transaction } from './transaction.ts';

/** One telling of one endpoint, as the store sees it; instants and durations in milliseconds. */
export type WebhookDelivery = {
  id: string;
  eventId: string;
  eventType: WebhookMessageType;
  reportId: string | null;
  status: DeliveryStatus;
  attempts: number;
  /** When it is tried next. */
  dueAt: number | null;
  lastAttemptAt: number | null;
  /** The HTTP status that the endpoint answered, if it did. */
  lastStatus: number | null;
  lastFailure: DeliveryFailure | null;
  lastDurationMs: number | null;
  createdAt: number;
};

/** A delivery that is about to be tried. */
export type TakenDelivery = {
  endpointId: string;
  eventId: string;
  eventType: WebhookMessageType;
  body: string;
  attempt: number;
};

const COLUMNS = `id, event_id as "eventId", event_type as "eventType", report_id as "reportId", status, attempts,
  due_at as "dueAt", last_attempt_at as "lastAttemptAt", last_status as "lastStatus", last_failure as "lastFailure",
  last_duration_ms as "lastDurationMs", created_at as "createdAt"`;

/** Due at once. Undefined: the endpoint was told of this event before. */
export async function insertDelivery(
  transaction: StoreTransaction,
  delivery: Pick<WebhookDelivery, 'id' | 'eventId' | 'eventType' | 'reportId' | 'createdAt'> & {
    endpointId: string;
    body: string;
  },
): Promise<WebhookDelivery | undefined> {
  const { id, endpointId, eventId, eventType, reportId, body, createdAt } = delivery;
  const { rows } = await transaction.query<WebhookDelivery>(
    `insert into webhook_deliveries (store_id, id, endpoint_id, event_id, event_type, report_id, body, due_at, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $8) on conflict (store_id, endpoint_id, event_id) do nothing
     returning ${COLUMNS}`,
    [transaction.storeId, id, endpointId, eventId, eventType, reportId, body, formatInstant(createdAt)],
  );
  return rows[0];
}

/** One page of an endpoint's deliveries, newest first, and how many there are. */
export async function listDeliveries(
  transaction: StoreTransaction,
  endpointId: string,
  { page, limit }: { page: number; limit: number },
): Promise<{ items: WebhookDelivery[]; total: number }> {
  const of = [transaction.storeId, endpointId];
  const counted = await transaction.query<{ total: number }>(
    `select count(*)::int as total from webhook_deliveries where store_id = $1 and endpoint_id = $2`,
    of,
  );
  const { rows } = await transaction.query<WebhookDelivery>(
    `select ${COLUMNS} from webhook_deliveries where store_id = $1 and endpoint_id = $2
     order by id desc limit $3 offset $4`,
    [...of, limit, (page - 1) * limit],
  );
  return { items: rows, total: counted.rows[0]?.total ?? 0 };
}

/** Which delivery of which store. */
export type DueDelivery = { storeId: string; deliveryId: string };

/**
 * Deliveries that are due: each store's longest overdue one first, then each one's next, up to `perStore` of each. Stores
 * of `busy` are left out. Only in a platform transaction.
 */
export async function listDueDeliveries(
  platform: Transaction,
  { now, limit, perStore, busy }: { now: number; limit: number; perStore: number; busy: readonly string[] },
): Promise<DueDelivery[]> {
  const { rows } = await platform.query<DueDelivery>(
    `select store_id as "storeId", id as "deliveryId" from (
       select store_id, id, due_at, row_number() over (partition by store_id order by due_at, id) as turn
       from webhook_deliveries where status = 'PENDING' and due_at <= $1 and store_id <> all($4)
     ) due
     where turn <= $2 order by turn, due_at limit $3`,
    [formatInstant(now), perStore, limit, busy],
  );
  return rows;
}

/** The test of this endpoint that is still under way, if there is one. */
export async function findPendingTest(
  transaction: StoreTransaction,
  endpointId: string,
): Promise<WebhookDelivery | undefined> {
  const { rows } = await transaction.query<WebhookDelivery>(
    `select ${COLUMNS} from webhook_deliveries
     where store_id = $1 and endpoint_id = $2 and event_type = 'TEST' and status = 'PENDING' order by id limit 1`,
    [transaction.storeId, endpointId],
  );
  return rows[0];
}

export async function findDelivery(
  transaction: StoreTransaction,
  deliveryId: string,
): Promise<WebhookDelivery | undefined> {
  const { rows } = await transaction.query<WebhookDelivery>(
    `select ${COLUMNS} from webhook_deliveries where store_id = $1 and id = $2`,
    [transaction.storeId, deliveryId],
  );
  return rows[0];
}

/**
 * Counts one more attempt, which has until `backBy` to say what came of it. Undefined: it is not due any more, because it
 * has ended or somebody else tries it.
 */
export async function takeDelivery(
  transaction: StoreTransaction,
  deliveryId: string,
  { now, backBy }: { now: number; backBy: number },
): Promise<TakenDelivery | undefined> {
  const { rows } = await transaction.query<TakenDelivery>(
    `update webhook_deliveries set attempts = attempts + 1, due_at = $4, last_attempt_at = $3
     where store_id = $1 and id = $2 and status = 'PENDING' and due_at <= $3 and attempts < $5
     returning endpoint_id as "endpointId", event_id as "eventId", event_type as "eventType", body, attempts as attempt`,
    [transaction.storeId, deliveryId, formatInstant(now), formatInstant(backBy), WEBHOOK_ATTEMPTS_MAX],
  );
  return rows[0];
}

/** Gives up a delivery whose last attempt never came back. Undefined: it is none. Resolves to whom it was for. */
export async function giveUpLostDelivery(
  transaction: StoreTransaction,
  deliveryId: string,
  now: number,
): Promise<{ endpointId: string } | undefined> {
  const { rows } = await transaction.query<{ endpointId: string }>(
    `update webhook_deliveries set status = 'FAILED', due_at = null, body = null
     where store_id = $1 and id = $2 and status = 'PENDING' and due_at <= $3 and attempts >= $4
     returning endpoint_id as "endpointId"`,
    [transaction.storeId, deliveryId, formatInstant(now), WEBHOOK_ATTEMPTS_MAX],
  );
  return rows[0];
}

/** Gives an attempt back that was cut off by the end of its process: due at once, and not counted. */
export async function handBackDelivery(
  transaction: StoreTransaction,
  deliveryId: string,
  { attempt, now }: { attempt: number; now: number },
): Promise<void> {
  await transaction.query(
    `update webhook_deliveries set attempts = attempts - 1, due_at = $4
     where store_id = $1 and id = $2 and attempts = $3 and status = 'PENDING'`,
    [transaction.storeId, deliveryId, attempt, formatInstant(now)],
  );
}

/** Notes what came of an attempt. False: it came back too late, and another attempt has been made. */
export async function noteAttempt(
  transaction: StoreTransaction,
  deliveryId: string,
  outcome: {
    attempt: number;
    status: DeliveryStatus;
    dueAt: number | null;
    lastStatus: number | null;
    lastFailure: DeliveryFailure | null;
    durationMs: number;
  },
): Promise<boolean> {
  const { attempt, status, dueAt, lastStatus, lastFailure, durationMs } = outcome;
  const { rowCount } = await transaction.query(
    `update webhook_deliveries
     set status = $4, due_at = $5, body = case when $4 = 'PENDING' then body end, last_status = $6, last_failure = $7, last_duration_ms = $8
     where store_id = $1 and id = $2 and attempts = $3 and status = 'PENDING'`,
    [
      transaction.storeId,
      deliveryId,
      attempt,
      status,
      dueAt === null ? null : formatInstant(dueAt),
      lastStatus,
      lastFailure,
      durationMs,
    ],
  );
  return rowCount === 1;
}

/** What was still to be told to an endpoint that is told nothing more. */
export async function giveUpDeliveries(transaction: StoreTransaction, endpointId: string): Promise<void> {
  await transaction.query(
    `update webhook_deliveries set status = 'FAILED', due_at = null, body = null
     where store_id = $1 and endpoint_id = $2 and status = 'PENDING'`,
    [transaction.storeId, endpointId],
  );
}

/** Deletes the store's oldest deliveries up to the instant that have ended, no more than `limit`, and resolves to how many. */
export async function deleteDeliveries(
  transaction: StoreTransaction,
  { until, limit }: { until: number; limit: number },
): Promise<number> {
  const { rowCount } = await transaction.query(
    `delete from webhook_deliveries where store_id = $1 and ctid = any(array(
       select ctid from webhook_deliveries where store_id = $1 and created_at <= $2 and status <> 'PENDING'
       order by created_at limit $3
     ))`,
    [transaction.storeId, formatInstant(until), limit],
  );
  return rowCount ?? 0;
}
