import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { Adjustment } from '../../../db/adjustments.ts';
import type { ReportFault } from '../activity-kind.ts';
import { eventTime } from '../event-time.ts';
import * as Field from '../field-schemas.ts';
import { ifSound } from '../if-sound.ts';
import type { JsonObject } from '../json-object.ts';
import { readShape } from '../read-shape.ts';
import { refuseFuture } from '../refuse-future.ts';

/** An adjustment in the activity feed. */
export const AdjustmentLine = Type.Object(
  {
    object: Type.Literal('adjustment'),
    id: Field.Id,
    amount: Field.SignedAmount,
    note: Field.Note,
    createdAt: Field.EventTime,
  },
  { additionalProperties: false },
);

const validator = Compile(AdjustmentLine);

/** The adjustment that a line says, or undefined when it reported what is wrong with the line. */
export function readAdjustment(value: JsonObject, now: number, report: ReportFault): Adjustment | undefined {
  const line = readShape(validator, value, report);
  if (!line) return undefined;
  const { id, amount, note } = line;
  return ifSound({ id, amount, note, createdAt: eventTime(line.createdAt) }, report, (adjustment, refuse) => {
    refuseFuture(adjustment, ['createdAt'], now, refuse);
  });
}
