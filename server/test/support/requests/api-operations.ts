import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { JsonSchema } from './schema-arbitrary.ts';

export type Parameter = { name: string; schema: JsonSchema; accepts: (value: unknown) => boolean };

/** One call that openapi.json describes, with its schemas compiled by a validator that coerces nothing. */
export type ApiOperation = {
  readonly method: string;
  /** As in openapi.json: `/v2/stores/{storeId}`. */
  readonly path: string;
  /** The name of the security scheme, or undefined where everybody may ask. */
  readonly credential: string | undefined;
  readonly query: readonly Parameter[];
  readonly inPath: readonly Parameter[];
  readonly takesKey: boolean;
  readonly body:
    { mediaType: string; required: boolean; schema: JsonSchema; accepts: ValidateFunction } | undefined;
  /** By status: what the answer must look like. */
  readonly answers: Readonly<Record<string, ValidateFunction>>;
};

export type OpenApi = {
  paths: Record<string, Record<string, OpenApiOperation>>;
  components: { schemas: Record<string, unknown> };
};
type OpenApiOperation = {
  parameters?: { in: string; name: string; schema: JsonSchema }[];
  requestBody?: { required?: boolean; content: Record<string, { schema: JsonSchema }> };
  responses: Record<string, { content: Record<string, { schema: unknown }> }>;
  security?: Record<string, unknown>[];
};

const UTC_INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Every operation of the document, and the failure that any of them, or none, may answer with. */
export function readOperations(document: OpenApi): {
  operations: ApiOperation[];
  isFailure: ValidateFunction;
} {
  const ajv = new Ajv2020({
    allErrors: true,
    strict: false,
    formats: { 'date-time': (text: string) => UTC_INSTANT.test(text) && !Number.isNaN(Date.parse(text)) },
  });
  ajv.addSchema({ $id: 'openapi', components: document.components });
  // References in the document are to itself.
  const compile = (schema: unknown): ValidateFunction =>
    ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"openapi#/')) as object);
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => readOperation(compile, path, method, operation)),
  );
  return { operations, isFailure: compile({ $ref: '#/components/schemas/Failure' }) };
}

function readOperation(
  compile: (schema: unknown) => ValidateFunction,
  path: string,
  method: string,
  { parameters = [], requestBody, responses, security = [] }: OpenApiOperation,
): ApiOperation {
  const placed = (place: string): Parameter[] =>
    parameters
      .filter((parameter) => parameter.in === place)
      .map(({ name, schema }) => ({ name, schema, accepts: compile(schema) }));
  const [mediaType = '', { schema = {} } = {}] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  return {
    method: method.toUpperCase(),
    path,
    credential: Object.keys(security[0] ?? {})[0],
    query: placed('query'),
    inPath: placed('path'),
    takesKey: placed('header').some(({ name }) => name === 'idempotency-key'),
    body: requestBody && {
      mediaType,
      required: requestBody.required ?? false,
      schema,
      accepts: compile(schema),
    },
    answers: Object.fromEntries(
      Object.entries(responses).map(([status, { content }]) => [
        status,
        compile(content['application/json']?.schema),
      ]),
    ),
  };
}
