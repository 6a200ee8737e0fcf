import type { TLocalizedValidationError } from 'typebox/error';
import { isJsonObject } from './json-object.ts';

/** A field, as in `customer.email`, and what is wrong with it, in plain words that follow the field's name. */
export type FieldFault = { field: string; message: string };

const FIELD_NAME_MAX_CHARACTERS = 64;

/** Puts the errors of a TypeBox validator into plain words: one fault for each field. */
export function schemaFaults(
  schema: object,
  value: unknown,
  errors: readonly TLocalizedValidationError[],
): FieldFault[] {
  const faults = new Map<string, string>();
  for (const error of errors) {
    for (const fault of inWords(schema, value, error)) {
      if (!faults.has(fault.field)) faults.set(fault.field, fault.message);
    }
  }
  return [...faults].map(([field, message]) => ({ field, message }));
}

function inWords(schema: object, value: unknown, error: TLocalizedValidationError): FieldFault[] {
  const path = keysOf(error.instancePath);
  const one = (message: string): FieldFault[] => [{ field: fieldName(path), message }];
  switch (error.keyword) {
    case 'required':
      return error.params.requiredProperties.map((key) => ({
        field: fieldName([...path, key]),
        message: 'is required',
      }));
    case 'additionalProperties':
      return error.params.additionalProperties.map((key) => ({
        field: fieldName([...path, key]),
        message: 'is not a known field',
      }));
    case 'boolean':
      return []; // said again, with the names, by additionalProperties
    case 'type':
      return one(at(value, path) === undefined ? 'is required' : `must be ${typeInWords(error.params.type)}`);
    case 'enum':
      return one(`must be one of ${error.params.allowedValues.join(', ')}`);
    case 'pattern':
      return one(descriptionAt(schema, error.schemaPath) ?? error.message);
    case 'minimum':
      return one(`must be at least ${error.params.limit}`);
    case 'maximum':
      return one(`must be at most ${error.params.limit}`);
    case 'minLength':
      return one('must not be empty');
    case 'maxLength':
      return one(`must have at most ${error.params.limit} characters`);
    default:
      return one(error.message);
  }
}

function typeInWords(type: string | string[]): string {
  const words: Record<string, string> = {
    string: 'text',
    integer: 'a whole number',
    object: 'an object',
    boolean: 'true or false',
  };
  return words[String(type)] ?? `a ${String(type)}`;
}

function descriptionAt(schema: object, schemaPath: string): string | undefined {
  const node = at(schema, keysOf(schemaPath.replace(/^#/, '')));
  return isJsonObject(node) && typeof node['description'] === 'string' ? node['description'] : undefined;
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (isJsonObject(inner) ? inner[key] : undefined), value);
}

function keysOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Names of unknown fields come from outside: odd ones are quoted, long ones cut. */
function fieldName(path: readonly string[]): string {
  return path
    .map((key) => (/^\w{1,64}$/.test(key) ? key : JSON.stringify(key.slice(0, FIELD_NAME_MAX_CHARACTERS))))
    .join('.');
}
