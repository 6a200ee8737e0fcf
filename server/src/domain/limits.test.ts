import assert from 'node:assert/strict';
import { it } from 'node:test';
import * as limits from './limits.ts';

const KIB = 1_024;
const MINUTE_MS = 60_000;

it('the limits that are written as products come to what the documents promise', () => {
  assert.equal(limits.SWEEP_EVERY_MS, 30 * MINUTE_MS);
  assert.equal(limits.SWEEP_MAX_MS, 30 * MINUTE_MS);
  assert.equal(limits.SWEEP_CLOCK_SKEW_MS, 5 * MINUTE_MS);
  assert.equal(limits.JSON_BODY_MAX_BYTES, 64 * KIB);
  assert.equal(limits.ACTIVITY_BATCH_MAX_BYTES, 16_384 * KIB);
  assert.equal(limits.ACTIVITY_LINE_MAX_BYTES, 1_024 * KIB);
  assert.equal(limits.HEADERS_MAX_BYTES, 16 * KIB);
  assert.equal(limits.S3_PART_BYTES, 5_120 * KIB);
});
