import { findEntryBefore } from '../../db/ledger-entries.ts';
import { type LedgerDay, listLedgerDays } from '../../db/ledger-days.ts';
import { findStore } from '../../db/stores.ts';
import { inStore } from '../../db/transaction.ts';
import { type Caller, requirePermission } from '../../domain/caller.ts';
import { DaybookError } from '../../domain/errors.ts';
import { DAY_MS, OVERVIEW_MAX_DAYS } from '../../domain/limits.ts';
import type { VerbContext } from '../context.ts';

/** A store's days, one after the other without a gap; the balance of a day on which nothing happened is the day's before. */
export type Overview = {
  readonly currency: string;
  readonly openingBalance: number;
  readonly days: readonly LedgerDay[];
};

/**
 * What the balance of a store did from day to day. `first` and `last` are days, each as the milliseconds since
 * the epoch of its beginning in UTC. Throws INVALID_REQUEST.
 */
export async function getOverview(
  context: Pick<VerbContext, 'database'>,
  caller: Caller,
  input: { storeId: string; first: number; last: number },
): Promise<Overview> {
  requirePermission(caller, input.storeId, 'PAYOUTS_READ');
  const { first, last } = input;
  if (last < first) throw invalid('to', 'must not be before from');
  if ((last - first) / DAY_MS >= OVERVIEW_MAX_DAYS)
    throw invalid('to', `must be less than ${OVERVIEW_MAX_DAYS} days after from`);
  return inStore(context.database, input.storeId, async (transaction) => {
    const store = await findStore(transaction);
    if (!store) throw new DaybookError('NOT_FOUND', 'There is no such store.');
    const before = await findEntryBefore(transaction, first);
    const found = await listLedgerDays(transaction, { from: first, to: last + DAY_MS });
    const openingBalance = before?.runningBalance ?? 0;
    return {
      currency: store.currency,
      openingBalance,
      days: withoutGaps(found, { first, last, openingBalance }),
    };
  });
}

function withoutGaps(
  found: readonly LedgerDay[],
  { first, last, openingBalance }: { first: number; last: number; openingBalance: number },
): LedgerDay[] {
  const byDay = new Map(found.map((each) => [each.day, each]));
  const days: LedgerDay[] = [];
  for (let day = first; day <= last; day += DAY_MS) {
    const closingBalance = days.at(-1)?.closingBalance ?? openingBalance;
    days.push(byDay.get(day) ?? { ...NOTHING, day, closingBalance });
  }
  return days;
}

const NOTHING = {
  ...{ paymentsCount: 0, grossAmount: 0, feesAmount: 0, refundsCount: 0, refundsAmount: 0 },
  ...{ disputesCount: 0, disputesAmount: 0, payoutsAmount: 0, otherAmount: 0 },
};

function invalid(path: string, message: string): DaybookError {
  return new DaybookError('INVALID_REQUEST', `${path} ${message}.`, { details: [{ path, message }] });
}
