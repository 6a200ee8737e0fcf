import type { FastifySchemaValidationError } from 'fastify/types/schema.js';
import { DaybookError, type ErrorDetail } from '../domain/errors.ts';
import { FIELD_SHOWN_MAX_CHARACTERS } from '../domain/limits.ts';

/** Turns what the schema found into INVALID_REQUEST with one sentence and every faulty place named. */
export function describeValidation(
  problems: readonly FastifySchemaValidationError[],
  part: string,
): DaybookError {
  const details = problems
    .filter((problem) => problem.keyword !== 'anyOf')
    .map((problem) => describe(problem, part));
  const [first] = details;
  const message = first ? `${first.path} ${first.message}.` : 'The request is not valid.';
  return new DaybookError('INVALID_REQUEST', message, { details });
}

function describe(problem: FastifySchemaValidationError, part: string): ErrorDetail {
  const at = problem.instancePath.slice(1).replaceAll('/', '.');
  const { params } = problem;
  switch (problem.keyword) {
    case 'required':
      return { path: join(at, params['missingProperty']), message: 'is required' };
    case 'additionalProperties':
      return { path: join(at, shown(String(params['additionalProperty']))), message: 'is not a known field' };
    case 'enum':
      return {
        path: at || part,
        message: `must be one of ${(params['allowedValues'] as string[]).join(', ')}`,
      };
    case 'type':
      return { path: at || part, message: `must be ${article(String(params['type']))}` };
    case 'uniqueItems':
      return { path: at, message: 'must not name the same thing twice' };
    case 'minItems':
      return { path: at, message: `must have at least ${String(params['limit'])} item` };
    case 'maxItems':
      return { path: at, message: `must have at most ${String(params['limit'])} items` };
    case 'minimum':
      return { path: at || part, message: `must be at least ${String(params['limit'])}` };
    case 'maximum':
      return { path: at || part, message: `must be at most ${String(params['limit'])}` };
    case 'pattern':
      return { path: at || part, message: 'does not have the right form' };
    default:
      return { path: at || part, message: problem.message ?? 'is not valid' };
  }
}

/** The name of a field comes from outside: one that is long may be a secret in the wrong place, and is not repeated whole. */
function shown(name: string): string {
  return name.length <= FIELD_SHOWN_MAX_CHARACTERS ? name : `${name.slice(0, 8)}…`;
}

function join(parent: string, field: unknown): string {
  return parent === '' ? String(field) : `${parent}.${String(field)}`;
}

function article(type: string): string {
  const names: Record<string, string> = {
    array: 'an array',
    object: 'a JSON object',
    integer: 'a whole number',
  };
  return names[type] ?? `a ${type}`;
}
