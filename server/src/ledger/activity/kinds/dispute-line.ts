import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { Dispute } from '../../../db/disputes.ts';
import {
  DISPUTE_DECIDED_STATUSES,
  DISPUTE_REASONS,
  DISPUTE_STATUSES,
} from '../../../domain/dispute-state.ts';
import { AMOUNT_MAX } from '../../../domain/limits.ts';
import type { ReportFault } from '../activity-kind.ts';
import { eventTime } from '../event-time.ts';
import * as Field from '../field-schemas.ts';
import { ifSound } from '../if-sound.ts';
import type { JsonObject } from '../json-object.ts';
import { readShape } from '../read-shape.ts';
import { refuseFuture } from '../refuse-future.ts';

/** A dispute in the activity feed. */
export const DisputeLine = Type.Object(
  {
    object: Type.Literal('dispute'),
    id: Field.Id,
    paymentId: Field.Id,
    status: Type.Enum(DISPUTE_STATUSES),
    amount: Field.Amount,
    feeAmount: Field.Amount,
    reason: Type.Enum(DISPUTE_REASONS),
    createdAt: Field.EventTime,
    resolvedAt: Type.Optional(Field.EventTime),
  },
  { additionalProperties: false },
);
type DisputeLine = Type.Static<typeof DisputeLine>;

const validator = Compile(DisputeLine);

/** The dispute that a line says, or undefined when it reported what is wrong with the line. */
export function readDispute(value: JsonObject, now: number, report: ReportFault): Dispute | undefined {
  const line = readShape(validator, value, report);
  if (!line) return undefined;
  return ifSound(disputeOf(line), report, (dispute, refuse) => {
    refuseFuture(dispute, ['createdAt', 'resolvedAt'], now, refuse);
    if (DISPUTE_DECIDED_STATUSES.has(dispute.status) && dispute.resolvedAt === null) {
      refuse('resolvedAt', `is required of a dispute that is ${dispute.status}`);
    }
    // The two are booked as one entry.
    if (dispute.feeAmount > AMOUNT_MAX - dispute.amount) {
      refuse('feeAmount', `must be, together with amount, at most ${AMOUNT_MAX}`);
    }
  });
}

function disputeOf(line: DisputeLine): Dispute {
  return {
    id: line.id,
    paymentId: line.paymentId,
    status: line.status,
    reason: line.reason,
    amount: line.amount,
    feeAmount: line.feeAmount,
    createdAt: eventTime(line.createdAt),
    resolvedAt: line.resolvedAt === undefined ? null : eventTime(line.resolvedAt),
  };
}
