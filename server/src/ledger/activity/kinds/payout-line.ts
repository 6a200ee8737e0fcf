import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { Payout } from '../../../db/payouts.ts';
import { PAYOUT_STATUSES, PAYOUT_UNDONE_STATUSES } from '../../../domain/payout-state.ts';
import type { ReportFault } from '../activity-kind.ts';
import { eventTime } from '../event-time.ts';
import * as Field from '../field-schemas.ts';
import { ifSound } from '../if-sound.ts';
import type { JsonObject } from '../json-object.ts';
import { readShape } from '../read-shape.ts';
import { refuseFuture } from '../refuse-future.ts';

/** A payout in the activity feed. */
export const PayoutLine = Type.Object(
  {
    object: Type.Literal('payout'),
    id: Field.Id,
    status: Type.Enum(PAYOUT_STATUSES),
    amount: Field.Amount,
    feeAmount: Field.Amount,
    currency: Field.Currency,
    createdAt: Field.EventTime,
    completedAt: Type.Optional(Field.EventTime),
    resolvedAt: Type.Optional(Field.EventTime),
    pspReference: Type.Optional(Field.Text),
    riskScore: Type.Optional(Field.RiskScore),
    bankAccount: Type.Optional(
      Type.Object(
        {
          id: Type.Optional(Field.Id),
          bankName: Type.Optional(Field.Text),
          lastFour: Type.Optional(Field.AccountLastFour),
          country: Type.Optional(Field.Country),
        },
        { additionalProperties: false },
      ),
    ),
    failureReason: Type.Optional(Field.Reason),
  },
  { additionalProperties: false },
);
type PayoutLine = Type.Static<typeof PayoutLine>;

const validator = Compile(PayoutLine);

/** The payout that a line says, or undefined when it reported what is wrong with the line. */
export function readPayout(value: JsonObject, now: number, report: ReportFault): Payout | undefined {
  const line = readShape(validator, value, report);
  if (!line) return undefined;
  return ifSound(payoutOf(line), report, (payout, refuse) => {
    refuseFuture(payout, ['createdAt', 'completedAt', 'resolvedAt'], now, refuse);
    if (PAYOUT_UNDONE_STATUSES.has(payout.status) && payout.resolvedAt === null) {
      refuse('resolvedAt', `is required of a payout that is ${payout.status}`);
    }
  });
}

function payoutOf(line: PayoutLine): Payout {
  return {
    id: line.id,
    status: line.status,
    currency: line.currency,
    amount: line.amount,
    feeAmount: line.feeAmount,
    pspReference: line.pspReference ?? null,
    riskScore: line.riskScore ?? null,
    bankAccountId: line.bankAccount?.id ?? null,
    bankName: line.bankAccount?.bankName ?? null,
    bankAccountLastFour: line.bankAccount?.lastFour ?? null,
    bankCountry: line.bankAccount?.country ?? null,
    failureReason: line.failureReason ?? null,
    createdAt: eventTime(line.createdAt),
    completedAt: line.completedAt === undefined ? null : eventTime(line.completedAt),
    resolvedAt: line.resolvedAt === undefined ? null : eventTime(line.resolvedAt),
  };
}
