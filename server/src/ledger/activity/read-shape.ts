import type { TProperties, TSchema } from 'typebox';
import type { Validator } from 'typebox/compile';
import type { ReportFault } from './activity-kind.ts';
import { isJsonObject, type JsonObject } from './json-object.ts';
import { schemaFaults } from './schema-faults.ts';

/**
 * The line as its schema has it, or undefined when it reported what is wrong. A field that is null is one left out,
 * here and one level down; what is inside metadata is the platform's own.
 */
export function readShape<Type extends TSchema, Shape>(
  validator: Validator<TProperties, Type, Shape>,
  value: JsonObject,
  report: ReportFault,
): Shape | undefined {
  const shape = withoutNulls(value, 1);
  if (validator.Check(shape)) return shape;
  const faults = schemaFaults(validator.Type(), shape, validator.Errors(shape));
  for (const { field, message } of faults) report(field, message);
  return undefined;
}

function withoutNulls(value: JsonObject, levelsBelow: number): JsonObject {
  let shape = value;
  for (const key of Object.keys(value)) {
    const inner = value[key];
    const isSearched = levelsBelow > 0 && key !== 'metadata' && isJsonObject(inner);
    const kept = isSearched ? withoutNulls(inner, levelsBelow - 1) : (inner ?? undefined);
    // Kept as undefined, so that an unknown field is refused even when it is null.
    if (kept !== inner) shape = { ...shape, [key]: kept };
  }
  return shape;
}
