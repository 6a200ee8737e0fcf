import { listEntriesOfType, listEntriesUpTo } from '../../db/ledger-entries.ts';
import { findHead } from '../../db/ledger-heads.ts';
import { inStore } from '../../db/transaction.ts';
import { type Caller, requirePermission } from '../../domain/caller.ts';
import type { LedgerEntry } from '../../domain/ledger-entry.ts';
import type { LedgerEntryType } from '../../domain/ledger-entry-type.ts';
import type { VerbContext } from '../context.ts';

/** One page of the store's ledger, newest first; `page` counts from 1. Sequences have no gaps, so pages need no counting. */
export async function listLedger(
  context: VerbContext,
  caller: Caller,
  input: { storeId: string; type?: LedgerEntryType; page: number; limit: number },
): Promise<{ items: LedgerEntry[]; total: number }> {
  requirePermission(caller, input.storeId, 'PAYOUTS_READ');
  const { type, limit } = input;
  const offset = (input.page - 1) * limit;
  return inStore(context.database, input.storeId, async (transaction) => {
    if (type) return listEntriesOfType(transaction, { type, offset, limit });
    const total = (await findHead(transaction))?.sequence ?? 0;
    return { items: await listEntriesUpTo(transaction, { last: total - offset, limit }), total };
  });
}
