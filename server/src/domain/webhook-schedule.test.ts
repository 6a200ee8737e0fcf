import assert from 'node:assert/strict';
import { it } from 'node:test';
import { webhookWaitMs } from './webhook-schedule.ts';

const HOUR_MS = 3_600_000;
const TOLD = [5_000, 300_000, 1_800_000, 2 * HOUR_MS, 5 * HOUR_MS, 10 * HOUR_MS, 14 * HOUR_MS, 20 * HOUR_MS, 24 * HOUR_MS]; // prettier-ignore

it('a delivery is tried ten times over about 75 hours, each wait within a tenth of what is told', () => {
  TOLD.forEach((wait, nth) => {
    assert.equal(webhookWaitMs(nth + 1, 0.5), wait);
    assert.equal(webhookWaitMs(nth + 1, 0), wait * 0.9);
    assert.ok((webhookWaitMs(nth + 1, 0.999_999) ?? 0) <= wait * 1.1);
  });
  assert.equal(webhookWaitMs(TOLD.length + 1, 0.5), undefined);
  const hours = TOLD.reduce((sum, wait) => sum + wait, 0) / HOUR_MS;
  assert.ok(hours > 75 && hours < 76, `${hours}`);
});
