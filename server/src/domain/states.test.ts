import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DISPUTE_DECIDED_STATUSES, DISPUTE_STATUSES, DISPUTE_TRANSITIONS } from './dispute-state.ts';
import { PAYMENT_SETTLED_STATUSES, PAYMENT_STATUSES, PAYMENT_TRANSITIONS } from './payment-state.ts';
import { PAYOUT_STATUSES, PAYOUT_TRANSITIONS, PAYOUT_UNDONE_STATUSES } from './payout-state.ts';
import { REFUND_STATUSES, REFUND_TRANSITIONS } from './refund-state.ts';
import { isTerminal, REPORT_STATUSES, REPORT_TRANSITIONS } from './report-state.ts';

type Transitions = Readonly<Record<string, readonly string[]>>;

/** `from>to` of every step there is, in the order of the statuses. */
function steps(statuses: readonly string[], transitions: Transitions): string[] {
  assert.deepEqual(Object.keys(transitions), statuses);
  return statuses.flatMap((from) => (transitions[from] ?? []).map((to) => `${from}>${to}`));
}

describe('the states of', () => {
  it('a payment go forwards, and back only from a dispute that is won', () => {
    assert.deepEqual(steps(PAYMENT_STATUSES, PAYMENT_TRANSITIONS), [
      ...['PROCESSING', 'COMPLETED', 'FAILED', 'CANCELLED', 'REFUNDED', 'DISPUTED'].map(
        (to) => `PENDING>${to}`,
      ),
      ...['COMPLETED', 'FAILED', 'CANCELLED', 'REFUNDED', 'DISPUTED'].map((to) => `PROCESSING>${to}`),
      'COMPLETED>REFUNDED',
      'COMPLETED>DISPUTED',
      'REFUNDED>DISPUTED',
      'DISPUTED>COMPLETED',
      'DISPUTED>REFUNDED',
    ]);
    assert.deepEqual([...PAYMENT_SETTLED_STATUSES], ['COMPLETED', 'REFUNDED', 'DISPUTED']);
  });

  it('a payout go forwards, and the bank may return even what had arrived', () => {
    assert.deepEqual(steps(PAYOUT_STATUSES, PAYOUT_TRANSITIONS), [
      ...['PROCESSING', 'COMPLETED', 'FAILED', 'REJECTED', 'RETURNED'].map((to) => `PENDING>${to}`),
      ...['COMPLETED', 'FAILED', 'REJECTED', 'RETURNED'].map((to) => `PROCESSING>${to}`),
      'COMPLETED>RETURNED',
    ]);
    assert.deepEqual([...PAYOUT_UNDONE_STATUSES], ['FAILED', 'REJECTED', 'RETURNED']);
  });

  it('a dispute end with its decision', () => {
    assert.deepEqual(steps(DISPUTE_STATUSES, DISPUTE_TRANSITIONS), [
      'AWAITING_REVIEW>UNDER_REVIEW',
      'AWAITING_REVIEW>WON',
      'AWAITING_REVIEW>LOST',
      'UNDER_REVIEW>WON',
      'UNDER_REVIEW>LOST',
    ]);
    assert.deepEqual([...DISPUTE_DECIDED_STATUSES], ['WON', 'LOST']);
  });

  it('a refund end with the money back or not', () => {
    assert.deepEqual(steps(REFUND_STATUSES, REFUND_TRANSITIONS), [
      'PROCESSING>COMPLETED',
      'PROCESSING>FAILED',
    ]);
  });

  it('a report end once: SUCCEEDED and FAILED never change', () => {
    assert.deepEqual(steps(REPORT_STATUSES, REPORT_TRANSITIONS), [
      'PENDING>PROCESSING',
      'PENDING>FAILED',
      'PROCESSING>SUCCEEDED',
      'PROCESSING>FAILED',
    ]);
    assert.deepEqual(REPORT_STATUSES.filter(isTerminal), ['SUCCEEDED', 'FAILED']);
  });
});
