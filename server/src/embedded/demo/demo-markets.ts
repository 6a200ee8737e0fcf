import type { NameScript } from './demo-names.ts';

/** A country that the shop sells to. */
export type DemoMarket = {
  readonly country: string;
  /** Share of the customers, relative to the other markets. */
  readonly weight: number;
  readonly currency: string;
  /** Prices end at a multiple of this, in the currency's smallest unit. */
  readonly priceStep: number;
  readonly taxRate: number;
  readonly scripts: readonly NameScript[];
  /** From the most to the least used. */
  readonly methods: readonly string[];
};

const CARD = ['card', 'paypal', 'apple_pay'];

export const DEMO_MARKETS: readonly DemoMarket[] = [
  { country: 'US', weight: 34, currency: 'USD', priceStep: 1, taxRate: 0.07, scripts: ['english'], methods: [...CARD, 'google_pay'] },
  { country: 'CA', weight: 5, currency: 'CAD', priceStep: 1, taxRate: 0.13, scripts: ['english', 'western'], methods: CARD },
  { country: 'GB', weight: 8, currency: 'GBP', priceStep: 1, taxRate: 0.2, scripts: ['english'], methods: CARD },
  { country: 'DE', weight: 8, currency: 'EUR', priceStep: 1, taxRate: 0.19, scripts: ['western'], methods: ['card', 'sepa_debit', 'paypal'] },
  { country: 'FR', weight: 5, currency: 'EUR', priceStep: 1, taxRate: 0.2, scripts: ['western'], methods: CARD },
  { country: 'NL', weight: 4, currency: 'EUR', priceStep: 1, taxRate: 0.21, scripts: ['western'], methods: ['ideal', 'card', 'sepa_debit'] },
  { country: 'GR', weight: 2, currency: 'EUR', priceStep: 1, taxRate: 0.24, scripts: ['greek'], methods: CARD },
  { country: 'PL', weight: 2, currency: 'PLN', priceStep: 1, taxRate: 0.23, scripts: ['central'], methods: ['blik', 'card'] },
  { country: 'CZ', weight: 1, currency: 'CZK', priceStep: 100, taxRate: 0.21, scripts: ['central'], methods: ['card'] },
  { country: 'BG', weight: 1, currency: 'EUR', priceStep: 1, taxRate: 0.2, scripts: ['cyrillic'], methods: ['card'] },
  { country: 'UA', weight: 2, currency: 'UAH', priceStep: 100, taxRate: 0.2, scripts: ['cyrillic'], methods: ['card', 'apple_pay'] },
  { country: 'IL', weight: 2, currency: 'ILS', priceStep: 10, taxRate: 0.18, scripts: ['hebrew'], methods: ['card', 'paypal'] },
  { country: 'KW', weight: 2, currency: 'KWD', priceStep: 5, taxRate: 0, scripts: ['arabic'], methods: ['knet', 'card'] },
  { country: 'AE', weight: 2, currency: 'AED', priceStep: 25, taxRate: 0.05, scripts: ['arabic'], methods: ['card', 'apple_pay'] },
  { country: 'IN', weight: 5, currency: 'INR', priceStep: 100, taxRate: 0.18, scripts: ['devanagari', 'english'], methods: ['upi', 'card'] },
  { country: 'TH', weight: 2, currency: 'THB', priceStep: 100, taxRate: 0.07, scripts: ['thai'], methods: ['promptpay', 'card'] },
  { country: 'CN', weight: 3, currency: 'CNY', priceStep: 10, taxRate: 0.13, scripts: ['han'], methods: ['alipay', 'wechat_pay', 'card'] },
  { country: 'JP', weight: 6, currency: 'JPY', priceStep: 10, taxRate: 0.1, scripts: ['han', 'kana'], methods: ['card', 'konbini', 'paypay'] },
  { country: 'KR', weight: 2, currency: 'KRW', priceStep: 100, taxRate: 0.1, scripts: ['hangul'], methods: ['card', 'kakao_pay'] },
  { country: 'BR', weight: 4, currency: 'BRL', priceStep: 10, taxRate: 0.17, scripts: ['western'], methods: ['pix', 'card', 'boleto'] },
]; // prettier-ignore
