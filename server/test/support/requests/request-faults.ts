import { parse } from 'node:querystring';
import type { ApiOperation, Parameter } from './api-operations.ts';
import type { RawRequest } from './raw-http.ts';

/** The operation that this method and path lead to, or undefined where there is none. */
export function operationOf(
  operations: readonly ApiOperation[],
  { method, target }: RawRequest,
): ApiOperation | undefined {
  const sent = pathOf(target).split('/');
  const fits = ({ path }: ApiOperation): boolean => {
    const segments = path.split('/');
    return segments.length === sent.length && segments.every((segment, nth) => segment.startsWith('{') || segment === sent[nth]); // prettier-ignore
  };
  const found = operations.filter((operation) => operation.method === method && fits(operation));
  // A word is meant before a parameter.
  return found.toSorted((one, other) => one.inPath.length - other.inPath.length)[0];
}

/** What the operation's schemas find wrong with a request, in words for whoever reads a failure. */
export function requestFaults(operation: ApiOperation, request: RawRequest): string[] {
  return [
    ...pathFaults(operation, request),
    ...queryFaults(operation, request),
    ...bodyFaults(operation, request),
  ];
}

/** The body as the server has to read it; undefined where it is no JSON in UTF-8. */
export function jsonOf(body: Buffer): { value: unknown } | undefined {
  try {
    return {
      value: JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)) as unknown,
    };
  } catch {
    return undefined;
  }
}

/** The query as names and values; what comes twice is an array. */
export function queryOf(target: string): Record<string, string | string[] | undefined> {
  const at = target.indexOf('?');
  return at < 0 ? {} : parse(Buffer.from(target.slice(at + 1), 'latin1').toString());
}

const pathOf = (target: string): string => target.split(/[?#]/, 1)[0] ?? '';

function pathFaults({ path, inPath }: ApiOperation, { target }: RawRequest): string[] {
  const sent = pathOf(target).split('/');
  return inPath
    .filter(({ name, accepts }) => {
      const text = sent[path.split('/').indexOf(`{${name}}`)] ?? '';
      try {
        return !accepts(decodeURIComponent(text));
      } catch {
        return true;
      }
    })
    .map(({ name }) => `{${name}} in the path`);
}

/** Of an operation that knows no query, nothing is said about one. */
function queryFaults({ query }: ApiOperation, { target }: RawRequest): string[] {
  if (query.length === 0) return [];
  return Object.entries(queryOf(target))
    .filter(([name, value]) => {
      const known = query.find((parameter) => parameter.name === name);
      return !known || !isTaken(known, value);
    })
    .map(([name]) => `?${name}=`);
}

function isTaken({ schema, accepts }: Parameter, value: string | string[] | undefined): boolean {
  if (typeof value !== 'string') return false;
  if (schema.type !== 'integer') return accepts(value);
  return /^[0-9]+$/.test(value) && accepts(Number(value));
}

function bodyFaults({ body }: ApiOperation, { body: sent, headers, breaksOff }: RawRequest): string[] {
  if (!body) return [];
  if (breaksOff) return ['a body that breaks off'];
  if (sent.length === 0) return body.required ? ['no body'] : [];
  const type = headers.findLast(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  if (type.split(';', 1)[0]?.trim().toLowerCase() !== body.mediaType) return [`the media type ${type}`];
  if (body.mediaType !== 'application/json') return [];
  const json = jsonOf(sent);
  if (!json) return ['a body that is no JSON'];
  return body.accepts(json.value) ? [] : [`the body: ${JSON.stringify(body.accepts.errors?.[0])}`];
}
