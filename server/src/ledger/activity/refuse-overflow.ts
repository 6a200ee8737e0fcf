import type { LedgerHead } from '../../db/ledger-heads.ts';
import { AMOUNT_MAX } from '../../domain/limits.ts';
import { isWithinSums, nextWindow } from '../payout-window.ts';
import type { Batch } from './activity-kind.ts';

/** Names the first line that would take the balance or a sum beyond its limit; what follows it means nothing. */
export function refuseOverflow(batch: Batch, head: LedgerHead): void {
  let { runningBalance, sequence, window } = head;
  for (const { line, draft } of batch.drafts) {
    runningBalance += draft.amount;
    sequence += 1;
    if (Math.abs(runningBalance) > AMOUNT_MAX) {
      const message = `would take the store's balance beyond ±${AMOUNT_MAX}`;
      batch.faults.push({ line, field: null, message });
      return;
    }
    window = nextWindow(window, { type: draft.type, amount: draft.amount, sequence, runningBalance });
    if (!isWithinSums(window)) {
      const message = 'would take what has moved since the last payout beyond 64 bits';
      batch.faults.push({ line, field: null, message });
      return;
    }
  }
}
