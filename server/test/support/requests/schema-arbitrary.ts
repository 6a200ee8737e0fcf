import fc from 'fast-check';

/** What the parameters and bodies in openapi.json are described with. */
export type JsonSchema = {
  type?: string;
  enum?: unknown[];
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  maxLength?: number;
  uniqueItems?: boolean;
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  examples?: unknown[];
};

/** Values that keep to the schema. `sensible`: strings worth trying for a field of this name. */
export function schemaArbitrary(
  schema: JsonSchema,
  sensible: Readonly<Record<string, readonly string[]>>,
  name = '',
): fc.Arbitrary<unknown> {
  if (schema.enum) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case 'object':
      return objectArbitrary(schema, sensible);
    case 'array':
      return arrayArbitrary(schema, sensible, name);
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return integerArbitrary(schema);
    case 'string':
      return stringArbitrary(schema, sensible[name] ?? []);
    default:
      throw new Error(`no values are known for ${JSON.stringify(schema)}`);
  }
}

function objectArbitrary(
  { properties = {}, required = [] }: JsonSchema,
  sensible: Readonly<Record<string, readonly string[]>>,
): fc.Arbitrary<unknown> {
  const fields = Object.entries(properties).map(
    ([name, schema]) => [name, schemaArbitrary(schema, sensible, name)] as const,
  );
  return fc.record(Object.fromEntries(fields), { requiredKeys: required, noNullPrototype: true });
}

function arrayArbitrary(
  { items = {}, minItems = 0, maxItems = 4, uniqueItems }: JsonSchema,
  sensible: Readonly<Record<string, readonly string[]>>,
  name: string,
): fc.Arbitrary<unknown> {
  const item = schemaArbitrary(items, sensible, name);
  const length = { minLength: minItems, maxLength: maxItems };
  return uniqueItems ? fc.uniqueArray(item, length) : fc.array(item, length);
}

/** The bounds more often than what lies between them. */
function integerArbitrary({
  minimum = Number.MIN_SAFE_INTEGER,
  maximum = Number.MAX_SAFE_INTEGER,
}: JsonSchema): fc.Arbitrary<unknown> {
  const small = Math.min(maximum, minimum + 2);
  return fc.oneof(fc.constantFrom(minimum, maximum, small), fc.integer({ min: minimum, max: maximum }));
}

function stringArbitrary(
  { pattern, maxLength = 300, examples = [] }: JsonSchema,
  sensible: readonly string[],
): fc.Arbitrary<unknown> {
  if (pattern) return fc.stringMatching(new RegExp(pattern, 'u'));
  const known = [...sensible, ...(examples as string[])];
  const free = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 20 }),
    fc.string({ unit: 'binary', maxLength: Math.min(maxLength, 40) }),
    fc.nat(maxLength).map((length) => 'x'.repeat(length)),
  );
  return known.length === 0
    ? free
    : fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: free });
}
