import type { Readable } from 'node:stream';
import type { Database } from '../db/database.ts';
import { DaybookError } from '../domain/errors.ts';
import type { Period } from '../domain/period.ts';
import type { ReportDefinition } from '../domain/report-definition.ts';
import { beginSnapshot } from './begin-snapshot.ts';
import { copyOut } from './copy-out.ts';
import { copyStatement } from './copy-statement.ts';
import { type LedgerAround, readLedgerAround } from './ledger-around.ts';
import { type ReplayWait, untilReplayed } from './until-replayed.ts';

/** The rows of one report, from one snapshot. */
export type Rows = {
  /** The instant of the snapshot, in milliseconds since the epoch. */
  readonly asOf: number;
  /** Of the same snapshot; null for a report that is no ledger. */
  readonly ledger: LedgerAround | null;
  /** Postgres's binary COPY format. */
  readonly stream: Readable;
  /** After the stream has ended: how many rows the database says it sent. */
  rowCount(): number;
  /** Gives the connection back; one whose stream did not end whole is closed instead, as it still holds rows. */
  close(): Promise<void>;
};

/**
 * Opens a REPEATABLE READ snapshot and starts to copy the period's rows out of the report's view; on a replica, once it has
 * replayed as far as `replay` says.
 */
export async function openRows(
  database: Database,
  report: { storeId: string; definition: ReportDefinition; period: Period },
  replay?: ReplayWait,
): Promise<Rows> {
  const client = await database.pool.connect().catch((error: unknown) => {
    throw new DaybookError('SOURCE_UNAVAILABLE', undefined, { cause: error });
  });
  try {
    if (replay) await untilReplayed(client, replay);
    const asOf = await beginSnapshot(client, report);
    const ledger = report.definition.ledgerAround ? await readLedgerAround(client, report) : null;
    const { stream, rowCount } = client.query(copyOut(copyStatement(report.definition)));
    let whole = false;
    stream.once('end', () => (whole = true));
    return {
      asOf,
      ledger,
      stream,
      rowCount,
      async close() {
        if (whole)
          await client.query('commit').then(() => client.release(), (error: Error) => client.release(error)); // prettier-ignore
        else client.release(new Error('the rows were not read to their end'));
      },
    };
  } catch (error) {
    client.release(error as Error);
    replay?.signal.throwIfAborted();
    throw error instanceof DaybookError
      ? error
      : new DaybookError('SOURCE_UNAVAILABLE', undefined, { cause: error });
  }
}
