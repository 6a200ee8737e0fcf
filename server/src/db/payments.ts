import { formatInstant } from '../domain/instant.ts';
import type { PaymentStatus } from '../domain/payment-state.ts';
import type { StoreTransaction } from './transaction.ts';

/**
 * A payment as a row. Amounts in the smallest unit of `currency` (`presentmentAmount`: of `presentmentCurrency`),
 * `exchangeRate` digit for digit, `metadata` compact JSON text, times in milliseconds since the epoch.
 */
export type Payment = {
  id: string;
  orderId: string;
  orderNumber: string;
  status: PaymentStatus;
  currency: string;
  intendedAmount: number;
  discountAmount: number | null;
  taxAmount: number | null;
  platformFeeAmount: number | null;
  processingFeeAmount: number | null;
  totalAmount: number;
  settledAmount: number | null;
  presentmentCurrency: string | null;
  presentmentAmount: number | null;
  exchangeRate: string | null;
  pspReference: string | null;
  couponCode: string | null;
  customerId: string | null;
  customerEmail: string | null;
  customerName: string | null;
  customerCountry: string | null;
  customerIp: string | null;
  metadata: string | null;
  paymentMethod: string | null;
  cardBrand: string | null;
  cardLastFour: string | null;
  createdAt: number;
  completedAt: number | null;
};

/** Every payment of the store that has one of these ids. */
export async function findPayments(
  transaction: StoreTransaction,
  ids: readonly string[],
): Promise<Payment[]> {
  const { rows } = await transaction.query<Payment>(
    `select
       id, order_id as "orderId", order_number as "orderNumber", status, currency, intended_amount as "intendedAmount",
       discount_amount as "discountAmount", tax_amount as "taxAmount", platform_fee_amount as "platformFeeAmount",
       processing_fee_amount as "processingFeeAmount", total_amount as "totalAmount",
       settled_amount as "settledAmount", presentment_currency as "presentmentCurrency",
       presentment_amount as "presentmentAmount", exchange_rate as "exchangeRate", psp_reference as "pspReference",
       coupon_code as "couponCode", customer_id as "customerId", customer_email as "customerEmail",
       customer_name as "customerName", customer_country as "customerCountry", customer_ip as "customerIp", metadata,
       payment_method as "paymentMethod", card_brand as "cardBrand", card_last_four as "cardLastFour",
       created_at as "createdAt", completed_at as "completedAt"
     from payments where store_id = $1 and id = any($2::text[])`,
    [transaction.storeId, ids],
  );
  return rows;
}

/** Adds payments and resolves to the ids that it could: the others are taken. */
export async function insertPayments(
  transaction: StoreTransaction,
  payments: readonly Payment[],
): Promise<Set<string>> {
  const { rows } = await transaction.query<{ id: string }>(
    `insert into payments
       (store_id, id, order_id, order_number, status, currency, intended_amount, discount_amount, tax_amount,
        platform_fee_amount, processing_fee_amount, total_amount, settled_amount, presentment_currency,
        presentment_amount, exchange_rate, psp_reference, coupon_code, customer_id, customer_email, customer_name,
        customer_country, customer_ip, metadata, payment_method, card_brand, card_last_four, created_at, completed_at)
     select $1, p.* from ${PAYMENT_ROWS}
     on conflict (id) do nothing returning id`,
    [transaction.storeId, rowsOf(payments)],
  );
  return new Set(rows.map((row) => row.id));
}

/** Brings payments to these states. What never changes (order, currency, customer, creation) is left out. */
export async function updatePayments(
  transaction: StoreTransaction,
  payments: readonly Payment[],
): Promise<void> {
  await transaction.query(
    `update payments set
       status = p.status, intended_amount = p."intendedAmount", discount_amount = p."discountAmount",
       tax_amount = p."taxAmount", platform_fee_amount = p."platformFeeAmount",
       processing_fee_amount = p."processingFeeAmount", total_amount = p."totalAmount",
       settled_amount = p."settledAmount", presentment_currency = p."presentmentCurrency",
       presentment_amount = p."presentmentAmount", exchange_rate = p."exchangeRate", psp_reference = p."pspReference",
       coupon_code = p."couponCode", customer_email = p."customerEmail", customer_name = p."customerName",
       customer_country = p."customerCountry", customer_ip = p."customerIp", metadata = p.metadata,
       payment_method = p."paymentMethod", card_brand = p."cardBrand", card_last_four = p."cardLastFour",
       completed_at = p."completedAt"
     from ${PAYMENT_ROWS}
     where store_id = $1 and payments.id = p.id`,
    [transaction.storeId, rowsOf(payments)],
  );
}

/** Many payments as one JSON text: one statement and one round trip, however many. */
const PAYMENT_ROWS = `json_to_recordset($2::json) as p (
       id text, "orderId" text, "orderNumber" text, status text, currency text, "intendedAmount" bigint,
       "discountAmount" bigint, "taxAmount" bigint, "platformFeeAmount" bigint, "processingFeeAmount" bigint,
       "totalAmount" bigint, "settledAmount" bigint, "presentmentCurrency" text, "presentmentAmount" bigint,
       "exchangeRate" text, "pspReference" text, "couponCode" text, "customerId" text, "customerEmail" text,
       "customerName" text, "customerCountry" text, "customerIp" text, metadata text, "paymentMethod" text,
       "cardBrand" text, "cardLastFour" text, "createdAt" timestamptz, "completedAt" timestamptz
     )`;

function rowsOf(payments: readonly Payment[]): string {
  return JSON.stringify(
    payments.map(({ createdAt, completedAt, ...payment }) => ({
      ...payment,
      createdAt: formatInstant(createdAt),
      completedAt: completedAt === null ? null : formatInstant(completedAt),
    })),
  );
}
