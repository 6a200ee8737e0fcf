declare module 'pg-copy-streams' {
  import type { Readable } from 'node:stream';
  import type { Submittable } from 'pg';

  export type CopyToStream = Readable & Submittable & { rowCount: number };
  export function to(statement: string): CopyToStream;
}
