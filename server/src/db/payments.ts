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
    [transaction.storeId, ...columnsOf(payments)],
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
       status = p.status, intended_amount = p.intended_amount, discount_amount = p.discount_amount,
       tax_amount = p.tax_amount, platform_fee_amount = p.platform_fee_amount,
       processing_fee_amount = p.processing_fee_amount, total_amount = p.total_amount,
       settled_amount = p.settled_amount, presentment_currency = p.presentment_currency,
       presentment_amount = p.presentment_amount, exchange_rate = p.exchange_rate, psp_reference = p.psp_reference,
       coupon_code = p.coupon_code, customer_email = p.customer_email, customer_name = p.customer_name,
       customer_country = p.customer_country, customer_ip = p.customer_ip, metadata = p.metadata,
       payment_method = p.payment_method, card_brand = p.card_brand, card_last_four = p.card_last_four,
       completed_at = p.completed_at
     from ${PAYMENT_ROWS}
     where store_id = $1 and payments.id = p.id`,
    [transaction.storeId, ...columnsOf(payments)],
  );
}

/** Many payments as arrays, one for each column: one statement and one round trip, however many. */
const PAYMENT_ROWS = `unnest(
       $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[], $9::bigint[],
       $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[], $14::text[], $15::bigint[], $16::text[],
       $17::text[], $18::text[], $19::text[], $20::text[], $21::text[], $22::text[], $23::text[], $24::text[],
       $25::text[], $26::text[], $27::text[], $28::timestamptz[], $29::timestamptz[]
     ) as p (
       id, order_id, order_number, status, currency, intended_amount, discount_amount, tax_amount,
       platform_fee_amount, processing_fee_amount, total_amount, settled_amount, presentment_currency,
       presentment_amount, exchange_rate, psp_reference, coupon_code, customer_id, customer_email, customer_name,
       customer_country, customer_ip, metadata, payment_method, card_brand, card_last_four, created_at, completed_at
     )`;

function columnsOf(payments: readonly Payment[]): unknown[][] {
  return [
    payments.map((payment) => payment.id),
    payments.map((payment) => payment.orderId),
    payments.map((payment) => payment.orderNumber),
    payments.map((payment) => payment.status),
    payments.map((payment) => payment.currency),
    payments.map((payment) => payment.intendedAmount),
    payments.map((payment) => payment.discountAmount),
    payments.map((payment) => payment.taxAmount),
    payments.map((payment) => payment.platformFeeAmount),
    payments.map((payment) => payment.processingFeeAmount),
    payments.map((payment) => payment.totalAmount),
    payments.map((payment) => payment.settledAmount),
    payments.map((payment) => payment.presentmentCurrency),
    payments.map((payment) => payment.presentmentAmount),
    payments.map((payment) => payment.exchangeRate),
    payments.map((payment) => payment.pspReference),
    payments.map((payment) => payment.couponCode),
    payments.map((payment) => payment.customerId),
    payments.map((payment) => payment.customerEmail),
    payments.map((payment) => payment.customerName),
    payments.map((payment) => payment.customerCountry),
    payments.map((payment) => payment.customerIp),
    payments.map((payment) => payment.metadata),
    payments.map((payment) => payment.paymentMethod),
    payments.map((payment) => payment.cardBrand),
    payments.map((payment) => payment.cardLastFour),
    payments.map((payment) => formatInstant(payment.createdAt)),
    payments.map((payment) => (payment.completedAt === null ? null : formatInstant(payment.completedAt))),
  ];
}
