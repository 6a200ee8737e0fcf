/** A completed payment as a platform sends it, with whatever the test wants otherwise. */
export function paymentLine(
  id: string,
  createdAt: string,
  fields: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    object: 'payment',
    id,
    orderId: `ord_${id}`,
    orderNumber: `cs_${id}`,
    status: 'COMPLETED',
    currency: 'USD',
    intendedAmount: 1_000,
    totalAmount: 1_000,
    settledAmount: 930,
    createdAt,
    completedAt: createdAt,
    ...fields,
  };
}
