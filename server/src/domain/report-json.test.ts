import assert from 'node:assert/strict';
import { it } from 'node:test';
import { reportJson } from './report-json.ts';

it('a report that seems to have ended before it began, by two clocks, took no time', () => {
  const at = Date.parse('2026-07-01T00:00:00Z');
  const instants = { periodStart: at, periodEnd: at, createdAt: at, updatedAt: at, expiresAt: at, asOf: at };
  const report = { ...instants, files: [], startedAt: at + 300_000, completedAt: at };
  assert.equal(reportJson(report as unknown as Parameters<typeof reportJson>[0]).durationMs, 0);
});
