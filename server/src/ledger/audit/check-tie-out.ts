import type { LedgerEntry } from '../../domain/ledger-entry.ts';
import type { PayoutTieOut } from '../../db/payouts.ts';
import type { StoredTieOut } from '../../db/stored-tie-outs.ts';
import { type AuditFault, auditFault } from './audit-fault.ts';

/** Holds a payout's tie-out columns against those recomputed, and its amount against the equation of the report. */
export function checkTieOut(
  entry: LedgerEntry,
  computed: PayoutTieOut,
  stored: StoredTieOut | undefined,
): AuditFault | undefined {
  // A payout that is not there at all is found when objects are held against entries.
  if (!stored) return undefined;
  const place = { storeId: entry.storeId, sequence: entry.sequence, object: `payout ${entry.payoutId}` };
  for (const column of Object.keys(computed) as (keyof PayoutTieOut)[]) {
    const [expected, found] = [String(computed[column]), stored[column]];
    if (found !== expected)
      return auditFault('TIE_OUT_WRONG', place, {
        expected: `${column} ${expected}`,
        found: found ?? 'none',
      });
  }
  const { paymentsAmount, refundsAmount, disputesAmount, adjustmentsAmount } = computed;
  const moved = paymentsAmount + refundsAmount + disputesAmount + adjustmentsAmount;
  const expected = BigInt(computed.balanceBefore) + moved - BigInt(stored.amount);
  if (expected !== BigInt(computed.balanceAfter))
    return auditFault('TIE_OUT_UNBALANCED', place, { expected, found: computed.balanceAfter });
  return undefined;
}
