import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { Payment } from '../../../db/payments.ts';
import { PAYMENT_SETTLED_STATUSES, PAYMENT_STATUSES } from '../../../domain/payment-state.ts';
import type { ReportFault } from '../activity-kind.ts';
import { eventTime } from '../event-time.ts';
import * as Field from '../field-schemas.ts';
import { ifSound } from '../if-sound.ts';
import type { JsonObject } from '../json-object.ts';
import { readShape } from '../read-shape.ts';
import { refuseFuture } from '../refuse-future.ts';

/** A payment in the activity feed. */
export const PaymentLine = Type.Object(
  {
    object: Type.Literal('payment'),
    id: Field.Id,
    orderId: Field.Id,
    orderNumber: Field.NonEmptyText,
    status: Type.Enum(PAYMENT_STATUSES),
    currency: Field.Currency,
    intendedAmount: Field.Amount,
    totalAmount: Field.Amount,
    createdAt: Field.EventTime,
    completedAt: Type.Optional(Field.EventTime),
    discountAmount: Type.Optional(Field.Amount),
    taxAmount: Type.Optional(Field.Amount),
    platformFeeAmount: Type.Optional(Field.Amount),
    processingFeeAmount: Type.Optional(Field.Amount),
    settledAmount: Type.Optional(Field.SignedAmount),
    presentmentCurrency: Type.Optional(Field.Currency),
    presentmentAmount: Type.Optional(Field.Amount),
    exchangeRate: Type.Optional(Field.ExchangeRate),
    pspReference: Type.Optional(Field.Text),
    couponCode: Type.Optional(Field.Text),
    customer: Type.Optional(
      Type.Object(
        {
          id: Type.Optional(Field.Id),
          email: Type.Optional(Field.EmailAddress),
          name: Type.Optional(Field.Text),
          country: Type.Optional(Field.Country),
          ip: Type.Optional(Field.IpAddress),
        },
        { additionalProperties: false },
      ),
    ),
    metadata: Type.Optional(Field.Metadata),
    paymentMethod: Type.Optional(Field.Text),
    cardBrand: Type.Optional(Field.Text),
    cardLastFour: Type.Optional(Field.LastFour),
  },
  { additionalProperties: false },
);
type PaymentLine = Type.Static<typeof PaymentLine>;

const validator = Compile(PaymentLine);

/** The payment that a line says, or undefined when it reported what is wrong with the line. */
export function readPayment(value: JsonObject, now: number, report: ReportFault): Payment | undefined {
  const line = readShape(validator, value, report);
  if (!line) return undefined;
  return ifSound(paymentOf(line), report, (payment, refuse) => {
    refuseFuture(payment, ['createdAt', 'completedAt'], now, refuse);
    if (PAYMENT_SETTLED_STATUSES.has(payment.status)) {
      for (const field of ['completedAt', 'settledAmount'] as const) {
        if (payment[field] === null) refuse(field, `is required of a payment that is ${payment.status}`);
      }
    }
    if ((payment.presentmentCurrency === null) !== (payment.presentmentAmount === null)) {
      const missing = payment.presentmentCurrency === null ? 'presentmentCurrency' : 'presentmentAmount';
      refuse(missing, 'is required: presentmentCurrency and presentmentAmount go together');
    }
  });
}

function paymentOf(line: PaymentLine): Payment {
  return {
    id: line.id,
    orderId: line.orderId,
    orderNumber: line.orderNumber,
    status: line.status,
    currency: line.currency,
    intendedAmount: line.intendedAmount,
    discountAmount: line.discountAmount ?? null,
    taxAmount: line.taxAmount ?? null,
    platformFeeAmount: line.platformFeeAmount ?? null,
    processingFeeAmount: line.processingFeeAmount ?? null,
    totalAmount: line.totalAmount,
    settledAmount: line.settledAmount ?? null,
    presentmentCurrency: line.presentmentCurrency ?? null,
    presentmentAmount: line.presentmentAmount ?? null,
    exchangeRate: line.exchangeRate ?? null,
    pspReference: line.pspReference ?? null,
    couponCode: line.couponCode ?? null,
    customerId: line.customer?.id ?? null,
    customerEmail: line.customer?.email ?? null,
    customerName: line.customer?.name ?? null,
    customerCountry: line.customer?.country ?? null,
    customerIp: line.customer?.ip ?? null,
    metadata: line.metadata === undefined ? null : JSON.stringify(line.metadata),
    paymentMethod: line.paymentMethod ?? null,
    cardBrand: line.cardBrand ?? null,
    cardLastFour: line.cardLastFour ?? null,
    createdAt: eventTime(line.createdAt),
    completedAt: line.completedAt === undefined ? null : eventTime(line.completedAt),
  };
}
