type Fields = Record<string, unknown>;

/** Activity as a platform sends it, with whatever the test wants otherwise. All of one day, sound as it stands. */
export const LINE_DAY = '2026-04-01T00:00:00.000Z';

export function refundLine(id: string, paymentId: string, fields: Fields = {}): Fields {
  const at = { createdAt: LINE_DAY, resolvedAt: LINE_DAY };
  return { object: 'refund', id, paymentId, status: 'COMPLETED', amount: 100, ...at, ...fields };
}

export function disputeLine(id: string, paymentId: string, fields: Fields = {}): Fields {
  const amounts = { amount: 300, feeAmount: 15, reason: 'GENERAL' };
  return {
    object: 'dispute',
    id,
    paymentId,
    status: 'AWAITING_REVIEW',
    ...amounts,
    createdAt: LINE_DAY,
    ...fields,
  };
}

export function payoutLine(id: string, fields: Fields = {}): Fields {
  const amounts = { amount: 500, feeAmount: 25, currency: 'USD' };
  return { object: 'payout', id, status: 'PENDING', ...amounts, createdAt: LINE_DAY, ...fields };
}

export function adjustmentLine(id: string, fields: Fields = {}): Fields {
  return { object: 'adjustment', id, amount: -40, note: 'Packaging', createdAt: LINE_DAY, ...fields };
}
