import { Ajv, type Options } from 'ajv';
import type { FastifySchemaCompiler } from 'fastify';

const options: Options = {
  allErrors: true,
  useDefaults: true,
  removeAdditional: false,
  formats: { 'date-time': true },
};

/** A body means what it says: "5" is no number there. */
const strict = new Ajv({ ...options, coerceTypes: false });
/** A query string has only text, so "5" is a number where one is asked for. */
const coercing = new Ajv({ ...options, coerceTypes: true });

/** Compiles a route's schemas: unknown fields are refused, never dropped, and only a query string is coerced. */
export const validatorCompiler: FastifySchemaCompiler<object> = ({ schema, httpPart }) =>
  (httpPart === 'querystring' ? coercing : strict).compile(schema);
