/** The store that `npm start` makes on its first start. Its opening balance is dated `demoStart`. */
export const DEMO_STORE = {
  title: 'Paper & Tide',
  handle: 'paper-and-tide',
  country: 'US',
  currency: 'USD',
  ownerEmail: 'owner@example.com',
  /** In the currency's smallest unit. */
  openingBalance: 184_250,
  days: 100,
  payments: 20_000,
  seed: 1_494,
} as const;
