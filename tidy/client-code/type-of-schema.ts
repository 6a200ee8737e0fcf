/** As much of JSON Schema as `openapi.json` uses. */
export type Schema = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly description?: string;
};

/** A schema as a TypeScript type. Throws for what it does not know, rather than calling it `unknown`. */
export function typeOfSchema(schema: Schema): string {
  if (schema.$ref !== undefined) return schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1);
  if ('const' in schema) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.anyOf) return schema.anyOf.map(typeOfSchema).join(' | ');
  switch (schema.type) {
    case 'string':
    case 'boolean':
    case 'null':
      return schema.type;
    case 'integer':
    case 'number':
      return 'number';
    case 'array':
      return `readonly (${schema.items ? typeOfSchema(schema.items) : 'unknown'})[]`;
    case 'object':
      return objectType(schema);
    case undefined:
      if (Object.keys(schema).every((key) => key === 'description')) return 'unknown';
  }
  throw new Error(`a schema that the generator does not know: ${JSON.stringify(schema).slice(0, 200)}`);
}

function objectType({
  properties = {},
  required = [],
  additionalProperties,
  patternProperties,
}: Schema): string {
  const fields = Object.entries(properties).map(([name, schema]) => {
    const mark = required.includes(name) ? '' : '?';
    return `${comment(schema.description)}readonly ${JSON.stringify(name)}${mark}: ${typeOfSchema(schema)};`;
  });
  const [rest] = Object.values(patternProperties ?? {});
  if (rest) fields.push(`readonly [name: string]: ${typeOfSchema(rest)};`);
  else if (typeof additionalProperties === 'object')
    fields.push(`readonly [name: string]: ${typeOfSchema(additionalProperties)};`); // prettier-ignore
  else if (additionalProperties === true) fields.push('readonly [name: string]: unknown;');
  return fields.length === 0 ? 'Record<never, never>' : `{\n${fields.join('\n')}\n}`;
}

/** A doc comment in front of a declaration. */
export function comment(text: string | undefined): string {
  return text === undefined ? '' : `/** ${text.replaceAll('*/', '* /').replaceAll('\n', ' ')} */\n`;
}
