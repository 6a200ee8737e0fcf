import assert from 'node:assert/strict';
import { it } from 'node:test';
import { formatSize } from './format-size.ts';

const SIZES: [number, string][] = [
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1_000, '1.0 kB'],
  [99_949, '99.9 kB'],
  [99_950, '100 kB'],
  [999_499, '999 kB'],
  [999_500, '1.0 MB'],
  [345_678_901, '346 MB'],
  [5_000_000_000_000, '5.0 TB'],
];

for (const [bytes, text] of SIZES) {
  it(`${bytes} bytes are told as ${text}`, () => assert.equal(formatSize(bytes), text));
}
