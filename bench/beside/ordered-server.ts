import type { BenchDatabase } from '../bench-database.ts';

/** What the child process is told first. */
export type ServerOrder = {
  readonly database: BenchDatabase;
  readonly folder: string;
  readonly roles: readonly ('api' | 'worker')[];
  readonly stores: readonly string[];
  /** Bearer tokens of each store: one may send 60 requests a second. */
  readonly tokens: number;
};

/** Its answer: where it listens, and the secrets by store. */
export type OrderedServer = { readonly baseUrl: string; readonly secrets: Record<string, readonly string[]> };

/** How late the event loop was since it was last asked, in milliseconds. */
export type LoopDelay = { readonly p99: number; readonly most: number };
