import assert from 'node:assert/strict';
import { it } from 'node:test';
import { FIRST_WINDOW, isWithinSums } from './payout-window.ts';

it('a sum of a payout window is stored up to 64 bits with a sign, and no further', () => {
  const most = 2n ** 63n - 1n;
  for (const part of ['payments', 'refunds', 'disputes', 'adjustments']) {
    for (const sum of [most, -most]) assert.equal(isWithinSums({ ...FIRST_WINDOW, [part]: sum }), true);
    for (const sum of [most + 1n, -most - 1n])
      assert.equal(isWithinSums({ ...FIRST_WINDOW, [part]: sum }), false);
  }
});
