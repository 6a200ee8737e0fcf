import { type BookedObjects, readBookedObjects } from '../../db/booked-objects.ts';
import { findHead } from '../../db/ledger-heads.ts';
import { readStoredEntries } from '../../db/stored-entries.ts';
import { findTieOuts } from '../../db/stored-tie-outs.ts';
import type { StoreTransaction } from '../../db/transaction.ts';
import type { AuditFault } from './audit-fault.ts';
import { AUDITED_KINDS, type AuditedKind } from './audited-kinds.ts';
import { createBookingCheck } from './check-bookings.ts';
import { createChainCheck } from './check-chain.ts';
import { checkHead } from './check-head.ts';

/** What an audit of one store read, up to its first fault. */
export type StoreAudit = { storeId: string; entries: number; objects: number; fault: AuditFault | null };

type Progress = { store: { id: string; currency: string }; audit: StoreAudit; onRows(rows: number): void };

/**
 * Recomputes a store's books from the rows: the chain entry by entry with the tie-outs of its payouts, then the head,
 * then every object beside its entries. Ends at the first fault. `transaction` should be one snapshot; `onRows` hears
 * how many more rows were read.
 */
export async function auditStore(
  transaction: StoreTransaction,
  store: { id: string; currency: string },
  onRows: (rows: number) => void,
): Promise<StoreAudit> {
  const progress: Progress = {
    store,
    audit: { storeId: store.id, entries: 0, objects: 0, fault: null },
    onRows,
  };
  let fault = await auditChain(transaction, progress);
  for (const kind of Object.keys(AUDITED_KINDS) as (keyof BookedObjects)[]) {
    fault ??= await auditBookings(transaction, progress, AUDITED_KINDS[kind] as AuditedKind<typeof kind>);
  }
  return { ...progress.audit, fault: fault ?? null };
}

async function auditChain(
  transaction: StoreTransaction,
  { store, audit, onRows }: Progress,
): Promise<AuditFault | undefined> {
  const chain = createChainCheck(store);
  for await (const batch of readStoredEntries(transaction)) {
    const payouts = batch.flatMap(({ type, payoutId }) => (type === 'PAYOUT' && payoutId ? [payoutId] : []));
    const tieOuts = payouts.length === 0 ? new Map() : await findTieOuts(transaction, payouts);
    for (const entry of batch) {
      const fault = chain.take(entry, tieOuts);
      if (fault) return fault;
      audit.entries += 1;
    }
    onRows(batch.length);
  }
  return checkHead(store.id, chain.head(), await findHead(transaction));
}

async function auditBookings<Kind extends keyof BookedObjects>(
  transaction: StoreTransaction,
  { store, audit, onRows }: Progress,
  audited: AuditedKind<Kind>,
): Promise<AuditFault | undefined> {
  const check = createBookingCheck(store, audited);
  const objectsBefore = audit.objects;
  for await (const batch of readBookedObjects(transaction, audited.kind, audited.types)) {
    for (const row of batch) {
      const fault = check.take(row);
      if (fault) return fault;
    }
    audit.objects = objectsBefore + check.objects();
    onRows(batch.length);
  }
  return check.end();
}
