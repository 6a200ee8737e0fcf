import type { BenchDatabase } from '../bench-database.ts';

/** Servers that are asked for a report again and again. */
export const POLLED = {
  fastify: 'a Fastify route that does one prepared read by primary key',
  daybook: 'Daybook: GET /reports/:id',
} as const;

/** What the child process is told. */
export type PolledOrder = {
  readonly contender: keyof typeof POLLED;
  readonly database: BenchDatabase;
  readonly folder: string;
  readonly storeId: string;
  /** Each may send 60 requests a second. */
  readonly tokens: number;
};

/** Where it can be polled: `/<id>` is still to be put behind the paths. */
export type PolledServer = {
  readonly baseUrl: string;
  readonly requests: readonly { readonly path: string; readonly headers: Readonly<Record<string, string>> }[];
};
