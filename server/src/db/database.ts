import pg from 'pg';
import { DaybookError } from '../domain/errors.ts';
import { IDLE_TRANSACTION_MAX_MS } from '../domain/limits.ts';

const INT8 = 20;
const TIMESTAMPTZ = 1184;

/** A pool of connections that all run as `daybook_app`, the role that row-level security holds. */
export type Database = {
  readonly pool: pg.Pool;
  /** Rejects while Postgres cannot be reached. */
  ping(): Promise<void>;
  close(): Promise<void>;
};

/** `url` is a Postgres connection string; `onError` hears of idle connections that break. */
export function openDatabase(options: {
  url: string;
  maxConnections: number;
  applicationName: string;
  onError: (error: Error) => void;
}): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.maxConnections,
    application_name: options.applicationName,
    connectionTimeoutMillis: 5_000,
    options: `-c role=daybook_app -c search_path=daybook -c timezone=UTC -c idle_in_transaction_session_timeout=${IDLE_TRANSACTION_MAX_MS}`,
    types: { getTypeParser },
  });
  pool.on('error', options.onError);
  // The pool stops listening to a connection while it is lent out; one that breaks then must not end the process.
  pool.on('connect', (client) => client.on('error', options.onError));
  return {
    pool,
    async ping() {
      await pool.query('select 1');
    },
    close: () => pool.end(),
  };
}

type TypeParser = (value: string) => unknown;

/** int8 as a number (amounts stay within ±2^53 by constraint), timestamptz as milliseconds since the epoch. */
function getTypeParser(oid: number, format?: 'text' | 'binary'): TypeParser {
  if (format !== 'binary' && oid === INT8) return Number;
  if (format !== 'binary' && oid === TIMESTAMPTZ) {
    // A Date, or ±Infinity, which Postgres has for a time too.
    const parseDate = pg.types.getTypeParser(TIMESTAMPTZ, 'text') as (value: string) => Date | number;
    return (value) => Number(parseDate(value));
  }
  return pg.types.getTypeParser(oid, format) as TypeParser;
}

/** Connection trouble becomes UNAVAILABLE; anything else stays as it is. */
export function translateDatabaseError(error: unknown): unknown {
  return isUnavailable(error) ? new DaybookError('UNAVAILABLE', undefined, { cause: error }) : error;
}

/** Whether Postgres refuses the values themselves, so that trying again is no use. */
export function isRefusedData(error: unknown): boolean {
  return error instanceof Error && /^2[23]/.test((error as NodeJS.ErrnoException).code ?? '');
}

/** 08 connection, 53 resources, 57 cancelled or going, 40 rolled back for another, 55P03 lock timeout, 25P03 idle too long. */
const PASSING = /^(08|53|57|40|55P03|25P03)/;

/** Whether the error says that Postgres is gone, going, out of resources or in the way, rather than that a statement is wrong. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (syscall !== undefined)
    return syscall === 'connect' || syscall === 'getaddrinfo' || /^(ECONN|EPIPE)/.test(code ?? '');
  if (PASSING.test(code ?? '')) return true;
  return /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
    error.message,
  );
}
