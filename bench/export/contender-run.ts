import type { ReportType } from '../../server/src/domain/report-type.ts';
import type { Contender } from './contender.ts';

/** What the child process is told. Instants in milliseconds since the epoch. */
export type ContenderOrder = {
  readonly contender: Contender;
  readonly type: ReportType;
  readonly databaseUrl: string;
  readonly storeId: string;
  readonly period: { readonly start: number; readonly end: number };
};

/** One file's worth of bytes. `sha256` in lowercase hex; null where nothing was hashed. */
export type SunkFile = { readonly name: string; readonly sizeBytes: number; readonly sha256: string | null };

/** What the child process measured. */
export type ContenderRun = {
  readonly rowCount: number;
  readonly files: readonly SunkFile[];
  /** From asking for the first byte to having hashed the last. */
  readonly wallSeconds: number;
  readonly nodeCpuSeconds: number;
  /** Of the one Postgres process that served it; null where there is no /proc. */
  readonly backendCpuSeconds: number | null;
  /** Peak resident memory of the Node process. */
  readonly peakBytes: number;
};
