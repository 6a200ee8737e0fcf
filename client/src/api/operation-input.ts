import type { CallOptions } from '../http/transport.ts';
import type { Operations } from './operations.ts';

/** `METHOD /path`, as in `openapi.json`. */
export type OperationName = keyof Operations;
/** The `data` of its answer. */
export type DataOf<Name extends OperationName> = Operations[Name]['data'];

/** The operations that answer with one page of many. */
export type Listing = {
  [Name in OperationName]: DataOf<Name> extends {
    items: readonly unknown[];
    pagination: { totalPages: number };
  }
    ? Name
    : never;
}[OperationName];

/** What an operation takes: `path`, `query`, `body` and `idempotencyKey` where it has them. */
export type InputOf<Name extends OperationName> = PathOf<Operations[Name]> &
  QueryOf<Operations[Name]> &
  BodyOf<Operations[Name]> &
  KeyOf<Operations[Name]> &
  CallOptions;

type PathOf<Operation> = Operation extends { path: infer Path }
  ? Exclude<keyof Path, 'storeId'> extends never
    ? { readonly path?: Partial<Path> }
    : { readonly path: Omit<Path, 'storeId'> & { readonly storeId?: string } }
  : unknown;
type QueryOf<Operation> = Operation extends { query: infer Query } ? { readonly query?: Query } : unknown;
type BodyOf<Operation> = Operation extends { body: infer Body }
  ? Record<never, never> extends Body
    ? { readonly body?: Body }
    : { readonly body: Body }
  : unknown;
type KeyOf<Operation> = Operation extends { idempotencyKey: string }
  ? { readonly idempotencyKey?: string }
  : unknown;
