import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { Refund } from '../../../db/refunds.ts';
import { REFUND_MODES, REFUND_REASONS, REFUND_STATUSES } from '../../../domain/refund-state.ts';
import type { ReportFault } from '../activity-kind.ts';
import { eventTime } from '../event-time.ts';
import * as Field from '../field-schemas.ts';
import { ifSound } from '../if-sound.ts';
import type { JsonObject } from '../json-object.ts';
import { readShape } from '../read-shape.ts';
import { refuseFuture } from '../refuse-future.ts';

/** A refund in the activity feed. */
export const RefundLine = Type.Object(
  {
    object: Type.Literal('refund'),
    id: Field.Id,
    paymentId: Field.Id,
    status: Type.Enum(REFUND_STATUSES),
    amount: Field.PositiveAmount,
    createdAt: Field.EventTime,
    reason: Type.Optional(Type.Enum(REFUND_REASONS)),
    resolvedAt: Type.Optional(Field.EventTime),
    mode: Type.Optional(Type.Enum(REFUND_MODES)),
  },
  { additionalProperties: false },
);
type RefundLine = Type.Static<typeof RefundLine>;

const validator = Compile(RefundLine);

/** The refund that a line says, or undefined when it reported what is wrong with the line. */
export function readRefund(value: JsonObject, now: number, report: ReportFault): Refund | undefined {
  const line = readShape(validator, value, report);
  if (!line) return undefined;
  return ifSound(refundOf(line), report, (refund, refuse) => {
    refuseFuture(refund, ['createdAt', 'resolvedAt'], now, refuse);
    if (refund.status === 'COMPLETED' && refund.resolvedAt === null) {
      refuse('resolvedAt', 'is required of a refund that is COMPLETED');
    }
  });
}

function refundOf(line: RefundLine): Refund {
  return {
    id: line.id,
    paymentId: line.paymentId,
    status: line.status,
    reason: line.reason ?? null,
    mode: line.mode ?? 'INSTANT',
    amount: line.amount,
    createdAt: eventTime(line.createdAt),
    resolvedAt: line.resolvedAt === undefined ? null : eventTime(line.resolvedAt),
  };
}
