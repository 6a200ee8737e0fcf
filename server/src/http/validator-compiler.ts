import { Ajv, type Options } from 'ajv';
import type { FastifySchemaCompiler } from 'fastify';
import { DaybookError } from '../domain/errors.ts';
import { describeValidation } from './describe-validation.ts';

const options: Options = {
  allErrors: true,
  removeAdditional: false,
  formats: { 'date-time': true },
};

/** A body means what it says: "5" is no number there. */
const strict = new Ajv({ ...options, coerceTypes: false });
/** A query string has only text, so "5" is a number where one is asked for. */
const coercing = new Ajv({ ...options, coerceTypes: true });

/** Compiles a route's schemas: unknown fields are refused, never dropped, and only a query string is coerced. */
export const validatorCompiler: FastifySchemaCompiler<object> = ({ schema, httpPart }) =>
  httpPart === 'querystring' ? compileQuery(schema) : strict.compile(schema);

type QuerySchema = { properties?: Record<string, { type?: string }> };

/** Before `coercing` may read them, numbers have to be plain digits: JavaScript would take `0x10`, `1e1` and ` 1` too. */
function compileQuery(schema: QuerySchema): ReturnType<FastifySchemaCompiler<object>> {
  const numbers = Object.entries(schema.properties ?? {})
    .filter(([, property]) => property.type === 'integer')
    .map(([name]) => name);
  const coerce = coercing.compile(schema);
  return (query: Record<string, unknown>) => {
    const odd = numbers.find((name) => typeof query[name] === 'string' && !/^\d{1,15}$/.test(query[name]));
    if (odd !== undefined) {
      const message = 'must be a whole number';
      return {
        error: new DaybookError('INVALID_REQUEST', `${odd} ${message}.`, {
          details: [{ path: odd, message }],
        }),
      };
    }
    if (coerce(query)) return { value: query };
    return { error: describeValidation(coerce.errors ?? [], 'querystring') };
  };
}
