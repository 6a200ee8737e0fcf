import fc from 'fast-check';
import type { ApiOperation } from './api-operations.ts';
import {
  BROKEN_HEADERS,
  ODD_BYTES,
  ODD_HEADERS,
  ODD_MEDIA_TYPES,
  ODD_QUERIES,
  ODD_SEGMENTS,
  ODD_TEXTS,
  oddValues,
} from './odd-values.ts';
import { schemaArbitrary } from './schema-arbitrary.ts';

/** One change of a body's fields; `nth` says which field. */
export type FieldEdit =
  | { kind: 'drop'; nth: number }
  | { kind: 'set'; nth: number; value: unknown }
  | { kind: 'add'; name: string; value: unknown }
  | { kind: 'whole'; value: unknown };

/** One change of a body's bytes; `at` is a share of its length. */
export type ByteEdit =
  | { kind: 'cut'; at: number }
  | { kind: 'insert'; at: number; hex: string }
  | { kind: 'nest'; depth: number }
  | { kind: 'pad'; bytes: number }
  | { kind: 'twice' }
  | { kind: 'break off' };

/** A request to come, without what only the running server can tell: ids and credentials that are good. */
export type RequestPlan = {
  /** `POST /v2/auth/session` */
  readonly operation: string;
  readonly credential: 'good' | 'none' | 'junk' | 'alien';
  readonly fields: Record<string, unknown>;
  readonly query: Record<string, unknown>;
  readonly key: string | undefined;
  readonly fieldEdits: readonly FieldEdit[];
  readonly byteEdits: readonly ByteEdit[];
  readonly oddQuery: readonly string[];
  /** Instead of the nth segment of the path. */
  readonly segment: { nth: number; text: string } | undefined;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Instead of the one that belongs there; `type: undefined` sends none. */
  readonly mediaType: { type: string | undefined } | undefined;
  readonly method: string | undefined;
};

/** Strings with a meaning, for fields of these names. */
const SENSIBLE: Readonly<Record<string, readonly string[]>> = {
  periodStart: [
    '2026-01-01T00:00:00Z',
    '2026-04-01T00:00:00.000Z',
    '2026-04-01T02:00:00+02:00',
    '2026-04-30',
  ],
  periodEnd: ['2026-04-01T00:00:00Z', '2026-05-01', '2026-04-01T00:00:00.001', '2026-07-01T00:00:00Z'],
  openingBalanceAt: ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.000+14:00', '1970-01-01T00:00:00Z'],
  expiresAt: ['2030-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z', '2020-01-01T00:00:00Z'],
  before: ['2026-04-01T00:00:00Z', '2030-01-01T00:00:00Z', '1970-01-01T00:00:00Z'],
  currency: ['USD', 'EUR', 'JPY', 'KWD', 'usd', 'XXX'],
  country: ['GB', 'DE', 'gb', 'GBR'],
  handle: ['a', '-a', 'A', 'a--b', 'a'.repeat(64), 'a'.repeat(65)],
  email: ['a@b', 'zoë@exämple.com', 'not an address', 'owner@example.com'],
  ownerEmail: ['a@b', 'zoë@exämple.com', 'not an address', 'owner@example.com'],
  token: ['sml_nothing', ''],
};

/** Requests of any operation: three in eight as its schema has them, the others with something odd about them. */
export function requestPlans(operations: readonly ApiOperation[]): fc.Arbitrary<RequestPlan> {
  return fc.oneof(
    ...operations.map((operation) =>
      fc.oneof({ weight: 3, arbitrary: keptPlans(operation) }, { weight: 5, arbitrary: oddPlans(operation) }),
    ),
  );
}

/** Whether nothing in the plan goes against the schema: what the answer says is then the server's own judgement. */
export function isKept(plan: RequestPlan): boolean {
  const { credential, fieldEdits, byteEdits, oddQuery, segment, headers, mediaType, method } = plan;
  const changes = [fieldEdits, byteEdits, oddQuery, headers].reduce((sum, { length }) => sum + length, 0);
  return credential === 'good' && changes === 0 && !segment && !mediaType && method === undefined;
}

function keptPlans(operation: ApiOperation): fc.Arbitrary<RequestPlan> {
  return fc.record<RequestPlan>({
    ...soundParts(operation),
    credential: fc.constant('good'),
    fieldEdits: fc.constant([]),
    byteEdits: fc.constant([]),
    oddQuery: fc.constant([]),
    segment: fc.constant(undefined),
    headers: fc.constant([]),
    mediaType: fc.constant(undefined),
    method: fc.constant(undefined),
  });
}

function oddPlans(operation: ApiOperation): fc.Arbitrary<RequestPlan> {
  const some = <Item>(arbitrary: fc.Arbitrary<Item>) =>
    fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(arbitrary, { minLength: 1, maxLength: 2 }) }); // prettier-ignore
  const seldom = <Item>(arbitrary: fc.Arbitrary<Item>) =>
    fc.oneof({ weight: 7, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
  const takesBody = operation.body !== undefined;
  return fc.record<RequestPlan>({
    ...soundParts(operation),
    credential: fc.constantFrom('good', 'good', 'good', 'good', 'good', 'good', 'none', 'junk', 'alien'),
    fieldEdits: takesBody ? some(fieldEdits) : fc.constant([]),
    byteEdits: takesBody ? some(byteEdits) : fc.constant([]),
    oddQuery: some(oddQueries(operation)),
    segment: seldom(fc.record({ nth: fc.nat(9), text: fc.oneof(fc.constantFrom(...ODD_SEGMENTS), fc.webSegment()) })), // prettier-ignore
    headers: some(fc.constantFrom(...ODD_HEADERS, ...ODD_HEADERS, ...BROKEN_HEADERS)),
    mediaType: seldom(fc.record({ type: fc.constantFrom(...ODD_MEDIA_TYPES) })),
    method: seldom(fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'BREW')), // prettier-ignore
  });
}

/** Half of them ask with one of the operation's own parameters, which are looked at before the rest. */
function oddQueries({ query }: ApiOperation): fc.Arbitrary<string> {
  const known = fc.constantFrom(...ODD_QUERIES);
  if (query.length === 0) return known;
  const values = fc.oneof(fc.constantFrom(...ODD_TEXTS), fc.string({ unit: 'binary' }));
  const own = fc.tuple(fc.constantFrom(...query.map(({ name }) => name)), values);
  return fc.oneof(
    known,
    own.map(([name, value]) => `${name}=${encodeURIComponent(value.toWellFormed())}`),
  );
}

/** Each field and parameter is there, with any value that its schema takes, or not. */
function soundParts({ method, path, query, takesKey, body }: ApiOperation) {
  const ofQuery = query.map(({ name, schema }) => [name, schemaArbitrary(schema, SENSIBLE, name)] as const);
  const { properties = {}, type } = body?.schema ?? {};
  const fields = type === 'object' ? schemaArbitrary({ type, properties }, SENSIBLE) : fc.constant({});
  return {
    operation: fc.constant(`${method} ${path}`),
    fields: fc.oneof(fc.constant({}), fields as fc.Arbitrary<Record<string, unknown>>),
    query: fc.oneof(
      fc.constant({}),
      fc.record(Object.fromEntries(ofQuery), { requiredKeys: [], noNullPrototype: true }),
    ),
    key: takesKey
      ? fc.option(fc.stringMatching(/^[A-C]{1,2}$/), { nil: undefined, freq: 2 })
      : fc.constant(undefined),
  };
}

const fieldEdits: fc.Arbitrary<FieldEdit> = fc.oneof(
  fc.record({ kind: fc.constant('drop' as const), nth: fc.nat(9) }),
  fc.record({ kind: fc.constant('set' as const), nth: fc.nat(9), value: oddValues }),
  fc.record({
    kind: fc.constant('add' as const),
    name: fc.oneof(
      fc.constantFrom('__proto__', 'constructor', 'id', 'storeId', '', '\0', '\ud800'),
      fc.string(),
    ),
    value: oddValues,
  }),
  fc.record({ kind: fc.constant('whole' as const), value: oddValues }),
);

const share = fc.double({ min: 0, max: 1, noNaN: true });
const byteEdits: fc.Arbitrary<ByteEdit> = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), at: share }),
  fc.record({ kind: fc.constant('insert' as const), at: share, hex: fc.constantFrom(...ODD_BYTES) }),
  fc.record({ kind: fc.constant('nest' as const), depth: fc.constantFrom(10, 1_000, 20_000) }),
  fc.record({ kind: fc.constant('pad' as const), bytes: fc.constantFrom(60_000, 70_000, 300_000) }),
  fc.record({ kind: fc.constantFrom('twice' as const, 'break off' as const) }),
);
