import { comment, type Schema, typeOfSchema } from './type-of-schema.ts';

type Content = Readonly<Record<string, { readonly schema?: Schema }>>;
type Parameter = {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: Schema;
};
type Operation = {
  readonly summary?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
};
export type OpenApi = {
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};

/** `client/src/api/operations.ts`: every shape that has a name, and every operation by its method and path. */
export function describeOperations(api: OpenApi): string {
  const shapes = Object.entries(api.components.schemas).map(
    ([name, schema]) => `${comment(schema.description)}export type ${name} = ${typeOfSchema(schema)};\n`,
  );
  const operations = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => describeOperation(method, path, operation)),
  );
  return `${shapes.join('\n')}
/** What the server answers with when it refuses or fails: the table of \`http-api.md\`. */
export type ServerErrorCode = Failure['code'];

/** Every operation of the three faces: what it takes and what its \`data\` is. */
export type Operations = {
${operations.join('\n')}
};
`;
}

function describeOperation(method: string, path: string, operation: Operation): string {
  const parameters = operation.parameters ?? [];
  const inPath = fields(parameters.filter((one) => one.in === 'path'));
  const inQuery = fields(parameters.filter((one) => one.in === 'query'));
  const keyed = parameters.some((one) => one.name === 'idempotency-key');
  const [media, body] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  const asked = media === 'application/json' && body?.schema ? typeOfSchema(body.schema) : 'string';
  const parts = [
    inPath && `readonly path: {${inPath}};`,
    inQuery && `readonly query: {${inQuery}};`,
    media && `readonly body: ${asked};`,
    keyed && 'readonly idempotencyKey: string;',
    `readonly data: ${dataOf(operation)};`,
  ];
  const name = JSON.stringify(`${method.toUpperCase()} ${path}`);
  return `${comment(operation.summary)}readonly ${name}: {\n${parts.filter(Boolean).join('\n')}\n};`;
}

function fields(parameters: readonly Parameter[]): string {
  return parameters
    .map(
      ({ name, required, description, schema }) =>
        `${comment(description)}readonly ${JSON.stringify(name)}${required ? '' : '?'}: ${typeOfSchema(schema)};`,
    ) // prettier-ignore
    .join('\n');
}

/** The type of `data` in the answer of success; of the whole answer where it has no envelope. */
function dataOf({ responses }: Operation): string {
  const [status] = Object.keys(responses).filter((code) => code.startsWith('2'));
  const schema = Object.values(responses[status ?? '']?.content ?? {})[0]?.schema;
  if (!schema) return 'unknown';
  return typeOfSchema(schema.properties?.['data'] ?? schema);
}
