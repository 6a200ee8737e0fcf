import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeTimestamp } from './write-timestamp.ts';

const out = new DataView(new ArrayBuffer(24));
const text = new TextDecoder('latin1');
const field = new DataView(new ArrayBuffer(8));

function written(microsSince2000: bigint): string {
  field.setBigInt64(0, microsSince2000);
  return text.decode(new Uint8Array(out.buffer, 0, writeTimestamp(out, 0, field, 0)));
}

test('the days around every change of year and every leap day, from 0001 to 9999, are what Date says', () => {
  const days = ['01-01', '02-28', '03-01', '12-31'];
  for (let year = 1; year <= 9999; year++) {
    for (const day of days) {
      const midnight = Date.parse(`${String(year).padStart(4, '0')}-${day}T00:00:00.000Z`);
      for (const ms of [midnight, midnight + 86_399_999]) {
        assert.equal(written(BigInt(ms - Date.UTC(2000)) * 1000n + 999n), new Date(ms).toISOString());
      }
    }
  }
  // The only day that a rule of 400 years decides.
  assert.equal(written(59n * 86_400_000_000n), '2000-02-29T00:00:00.000Z');
});

test('midnight belongs to the day that it begins, whatever day was written before', () => {
  const day = 86_400_000_000n;
  for (const before of [0n, day - 1n, day, 2n * day]) {
    written(before);
    assert.equal(written(day), '2000-01-02T00:00:00.000Z');
    assert.equal(written(day - 1n), '2000-01-01T23:59:59.999Z');
  }
});

test('microseconds are cut off, before 2000 too', () => {
  assert.equal(written(999n), '2000-01-01T00:00:00.000Z');
  assert.equal(written(1000n), '2000-01-01T00:00:00.001Z');
  assert.equal(written(-1n), '1999-12-31T23:59:59.999Z');
  assert.equal(written(-1000n), '1999-12-31T23:59:59.999Z');
  assert.equal(written(-1001n), '1999-12-31T23:59:59.998Z');
});
