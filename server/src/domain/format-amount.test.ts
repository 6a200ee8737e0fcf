import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatAmount } from './format-amount.ts';

describe('an amount as people read it', () => {
  const cases: [number, string, string][] = [
    [1_234_567, 'GBP', '12,345.67 GBP'],
    [-5, 'USD', '-0.05 USD'],
    [0, 'USD', '0.00 USD'],
    [100, 'EUR', '1.00 EUR'],
    [1_200, 'JPY', '1,200 JPY'],
    [999, 'JPY', '999 JPY'],
    [1_234, 'KWD', '1.234 KWD'],
    [Number.MAX_SAFE_INTEGER, 'USD', '90,071,992,547,409.91 USD'],
    [-Number.MAX_SAFE_INTEGER, 'JPY', '-9,007,199,254,740,991 JPY'],
  ];
  for (const [minorUnits, currency, expected] of cases) {
    it(`is ${expected} for ${minorUnits}`, () => assert.equal(formatAmount(minorUnits, currency), expected));
  }
});
