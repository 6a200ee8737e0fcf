import { formatInstant } from '../domain/instant.ts';
import type { DeliveryStatus, WebhookEventType } from '../domain/webhook.ts';
import type { StoreTransaction, Transaction } from './transaction.ts';

/** One telling of one endpoint, as the store sees it; instants and durations in milliseconds. */
export type WebhookDelivery = {
  id: string;
  eventId: string;
  eventType: WebhookEventType | 'TEST';
  reportId: string | null;
  status: DeliveryStatus;
  attempts: number;
  /** When it is tried next. */
  dueAt: number | null;
  lastAttemptAt: number | null;
  /** The HTTP status that the endpoint answered, if it did. */
  lastStatus: number | null;
  lastFailure: string | null;
  lastDurationMs: number | null;
  createdAt: number;
};

/** A delivery that is about to be tried. */
export type TakenDelivery = { endpointId: string; eventId: string; body: string; attempt: number };

const COLUMNS = `id, event_id as "eventId", event_type as "eventType", report_id as "reportId", status, attempts,
  due_at as "dueAt", last_attempt_at as "lastAttemptAt", last_status as "lastStatus", last_failure as "lastFailure",
  last_duration_ms as "lastDurationMs", created_at as "createdAt"`;

/** Due at once. False: the endpoint was told of this event before. */
export async function insertDelivery(
  transaction: StoreTransaction,
  delivery: Pick<WebhookDelivery, 'id' | 'eventId' | 'eventType' | 'reportId' | 'createdAt'> & {
    endpointId: string;
    body: string;
  },
): Promise<boolean> {
  const { id, endpointId, eventId, eventType, reportId, body, createdAt } = delivery;
  const { rowCount } = await transaction.query(
    `insert into webhook_deliveries (store_id, id, endpoint_id, event_id, event_type, report_id, body, due_at, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $8) on conflict (store_id, endpoint_id, event_id) do nothing`,
    [transaction.storeId, id, endpointId, eventId, eventType, reportId, body, formatInstant(createdAt)],
  );
  return rowCount === 1;
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

/** Over all stores, the deliveries that are due, the longest overdue first. */
export async function listDueDeliveries(
  platform: Transaction,
  { now, limit }: { now: number; limit: number },
): Promise<{ storeId: string; deliveryId: string; attempts: number }[]> {
  const { rows } = await platform.query<{ storeId: string; deliveryId: string; attempts: number }>(
    `select store_id as "storeId", id as "deliveryId", attempts from webhook_deliveries
     where status = 'PENDING' and due_at <= $1 order by due_at limit $2`,
    [formatInstant(now), limit],
  );
  return rows;
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
     where store_id = $1 and id = $2 and status = 'PENDING' and due_at <= $3 and attempts < 10
     returning endpoint_id as "endpointId", event_id as "eventId", body, attempts as attempt`,
    [transaction.storeId, deliveryId, formatInstant(now), formatInstant(backBy)],
  );
  return rows[0];
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
    lastFailure: string | null;
    durationMs: number;
  },
): Promise<boolean> {
  const { attempt, status, dueAt, lastStatus, lastFailure, durationMs } = outcome;
  const { rowCount } = await transaction.query(
    `update webhook_deliveries
     set status = $4, due_at = $5, last_status = $6, last_failure = $7, last_duration_ms = $8
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
    `update webhook_deliveries set status = 'FAILED', due_at = null
     where store_id = $1 and endpoint_id = $2 and status = 'PENDING'`,
    [transaction.storeId, endpointId],
  );
}
