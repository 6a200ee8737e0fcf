import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Column } from '../domain/column.ts';
import { binaryCopy, type Cell } from './binary-copy-for-tests.ts';
import { cut, encodeChunks } from './encode-for-tests.ts';

const COLUMNS: readonly Column[] = [
  { name: 'net', kind: 'integer', currency: 'currency' },
  { name: 'currency', kind: 'text' },
  { name: 'balance', kind: 'integer' },
  { name: 'shown', kind: 'integer', currency: 'shown_currency' },
  { name: 'shown_currency', kind: 'text' },
  { name: 'fee', kind: 'integer', currency: 'currency' },
];

const amounts = fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), { freq: 5 });
const currencies = fc.constantFrom('USD', 'JPY', 'KWD', 'points', 'é');
const rows = fc.array(fc.tuple(amounts, currencies, amounts, amounts, fc.option(currencies), amounts), { maxLength: 60 }); // prettier-ignore

test('the totals of any rows, cut anywhere, are what big integers make of them', async () => {
  await fc.assert(
    fc.asyncProperty(rows, fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1 }), async (cells, sizes) => {
      const { totals } = await encodeChunks(COLUMNS, cut(binaryCopy(cells), sizes));
      assert.deepEqual(totals, addUp(cells));
    }),
    { numRuns: 300, seed: 20_261_122 },
  ); // prettier-ignore
});

test('sums stay exact beyond what a number can hold, over more rows than are summed at once', async () => {
  const row: Cell[] = [9_007_199_254_740_991n, 'USD', 1n, null, null, -4_294_967_295n];
  const block = binaryCopy(Array.from({ length: 10_000 }, () => row)).subarray(19, -2);
  const ends = binaryCopy([]);
  function* chunks(): Generator<Buffer> {
    yield ends.subarray(0, 19);
    for (let blocks = 0; blocks < 220; blocks++) yield block;
    yield ends.subarray(19);
  }
  const { totals } = await encodeChunks(COLUMNS, chunks(), { formats: ['CSV'] });
  assert.deepEqual(totals, [
    { currency: 'USD', column: 'net', sum: String(9_007_199_254_740_991n * 2_200_000n) },
    { currency: 'USD', column: 'fee', sum: String(-4_294_967_295n * 2_200_000n) },
  ]);
});

function addUp(cells: readonly (readonly Cell[])[]) {
  const lines: { currency: string; column: string; sum: string }[] = [];
  const seen = new Set(cells.flatMap((row) => [row[1], row[4]]).filter((currency) => currency !== null));
  for (const currency of [...seen].map(String).toSorted((one, other) => (one < other ? -1 : 1))) {
    for (const [place, currencyPlace] of [[0, 1], [3, 4], [5, 1]] as const) {
      const mine = cells.filter((row) => row[currencyPlace] === currency && row[place] !== null);
      if (mine.length === 0) continue;
      const sum = mine.reduce((total, row) => total + (row[place] as bigint), 0n);
      lines.push({ currency, column: COLUMNS[place]!.name, sum: String(sum) });
    }
  } // prettier-ignore
  return lines;
}
