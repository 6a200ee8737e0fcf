import type { LedgerEntry } from '../domain/ledger-entry.ts';
import type { PayoutWindow } from '../db/ledger-heads.ts';
import type { PayoutTieOut } from '../db/payouts.ts';
import type { LedgerEntryType } from '../domain/ledger-entry-type.ts';

/** The window of a ledger without entries. */
export const FIRST_WINDOW: PayoutWindow = openWindow({ sequence: 0, runningBalance: 0 });

type Part = 'payments' | 'refunds' | 'disputes' | 'adjustments';

/** The sum to which an entry belongs; a payout ends its window. */
const PARTS: Readonly<Record<Exclude<LedgerEntryType, 'PAYOUT'>, Part>> = {
  OPENING_BALANCE: 'adjustments',
  PAYMENT_RECEIVED: 'payments',
  REFUND_INSTANT: 'refunds',
  REFUND_ASYNC: 'refunds',
  REFUND_EXTERNAL: 'refunds',
  DISPUTE_CREATED: 'disputes',
  DISPUTE_WON: 'disputes',
  DISPUTE_PREVENTED: 'disputes',
  PAYOUT_RETURNED: 'adjustments',
  ADJUSTMENT: 'adjustments',
};

/** 64 bits with a sign: what the columns of a tie-out hold. */
const SUM_MAX = 2n ** 63n - 1n;

/** The window after one more entry; whoever books a payout takes its tie-out first. */
export function nextWindow(
  window: PayoutWindow,
  entry: Pick<LedgerEntry, 'type' | 'amount' | 'sequence' | 'runningBalance'>,
): PayoutWindow {
  if (entry.type === 'PAYOUT') return openWindow(entry);
  const part = PARTS[entry.type];
  return { ...window, [part]: window[part] + BigInt(entry.amount) };
}

/** Ties a payout, by its own entry, to the window that ends with it. */
export function tieOutOf(window: PayoutWindow, payoutEntry: LedgerEntry): PayoutTieOut {
  return {
    firstLedgerSequence: window.firstSequence,
    lastLedgerSequence: payoutEntry.sequence,
    paymentsAmount: window.payments,
    refundsAmount: window.refunds,
    disputesAmount: window.disputes,
    adjustmentsAmount: window.adjustments,
    balanceBefore: window.balanceBefore,
    balanceAfter: payoutEntry.runningBalance,
  };
}

/** Whether every sum of the window can be stored. */
export function isWithinSums({ payments, refunds, disputes, adjustments }: PayoutWindow): boolean {
  return [payments, refunds, disputes, adjustments].every((sum) => sum <= SUM_MAX && sum >= -SUM_MAX);
}

function openWindow(after: { sequence: number; runningBalance: number }): PayoutWindow {
  return {
    ...{ firstSequence: after.sequence + 1, balanceBefore: after.runningBalance },
    ...{ payments: 0n, refunds: 0n, disputes: 0n, adjustments: 0n },
  };
}
