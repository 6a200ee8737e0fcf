const START = Date.parse('2026-04-01T00:00:00Z');
const APART_MS = 60_000;
const CUSTOMERS = 5_000;

/** NDJSON lines of payments, each a new one, a minute apart: nine in ten completed and booked. `prefix` keeps ids apart. */
export function activityLines(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const createdAt = new Date(START + i * APART_MS).toISOString();
    const completed = i % 10 !== 4;
    return JSON.stringify({
      object: 'payment',
      id: `pmt_${prefix}${i}`,
      orderId: `ord_${prefix}${i}`,
      orderNumber: `cs_${i}`,
      status: completed ? 'COMPLETED' : 'FAILED',
      currency: 'USD',
      intendedAmount: 2_900 + (i % 1_000),
      taxAmount: 20,
      platformFeeAmount: 191,
      processingFeeAmount: 114,
      totalAmount: 2_920 + (i % 1_000),
      ...(completed ? { settledAmount: 2_615 + (i % 1_000), completedAt: createdAt } : {}),
      ...(i % 3 === 0
        ? { presentmentCurrency: 'EUR', presentmentAmount: 2_700, exchangeRate: '0.92134567' }
        : {}),
      pspReference: `psp_${prefix}${i}`,
      customer: {
        id: `cus_${prefix}${i % CUSTOMERS}`,
        email: `buyer${i % CUSTOMERS}@example.com`,
        name: i % 50 === 0 ? 'Doe, "Al" Alex' : `Zoë Doe${i % 1_000}`,
        country: 'US',
        ip: `203.0.113.${i % 250}`,
      },
      ...(i % 4 === 0 ? { metadata: { campaign: 'spring_sale', ref: `partner_${i % 100}` } } : {}),
      paymentMethod: 'card',
      cardBrand: 'visa',
      cardLastFour: '4242',
      createdAt,
    });
  });
}
