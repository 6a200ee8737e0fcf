import type { PoolClient } from 'pg';
import { findEntryBefore, findEntryFrom, findNewestEntry } from '../db/ledger-entries.ts';
import type { LedgerEntry } from '../domain/ledger-entry.ts';
import type { Period } from '../domain/period.ts';

/** The entries just outside a period, and the newest of all; null where there is none. */
export type LedgerAround = {
  before: LedgerEntry | null;
  after: LedgerEntry | null;
  newest: LedgerEntry | null;
};

/** Reads them in the snapshot that `client` has begun. */
export async function readLedgerAround(
  client: Pick<PoolClient, 'query'>,
  report: { storeId: string; period: Period },
): Promise<LedgerAround> {
  const snapshot = {
    storeId: report.storeId,
    query: client.query.bind(client) as Parameters<typeof findNewestEntry>[0]['query'],
  };
  const [before, after, newest] = [
    await findEntryBefore(snapshot, report.period.start),
    await findEntryFrom(snapshot, report.period.end),
    await findNewestEntry(snapshot),
  ];
  return { before: before ?? null, after: after ?? null, newest: newest ?? null };
}
