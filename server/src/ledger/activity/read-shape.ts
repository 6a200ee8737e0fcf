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
  const shape = withoutNulls(value);
  if (validator.Check(shape)) return shape;
  for (const { field, message } of schemaFaults(validator.Type(), shape, validator.Errors(shape))) report(field, message);
  return undefined;
}

function withoutNulls(value: JsonObject): JsonObject {
  const shape: JsonObject = {};
  for (const [key, inner] of Object.entries(value)) {
    // Kept as undefined, so that an unknown field is refused even when it is null.
    if (inner === null) shape[key] = undefined;
    else shape[key] = key === 'metadata' || !isJsonObject(inner) ? inner : withoutNulls(inner);
  }
  return shape;
}
