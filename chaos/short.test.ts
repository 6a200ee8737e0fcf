import assert from 'node:assert/strict';
import { it } from 'node:test';
import { runCampaign } from './campaign.ts';
import { FAULTS } from './faults.ts';
import { inWords } from './in-words.ts';
import { makeSchedule } from './schedule.ts';

const SEED = 20_261_123;
const LENGTH_MS = 25_000;

it('no promise is broken while processes are killed and stopped, Postgres crashes and lines fail', async (t) => {
  const say = (line: string): void => t.diagnostic(line);
  const { signal } = new AbortController();
  const verdict = await runCampaign({ seed: SEED, lengthMs: LENGTH_MS, faults: FAULTS, storage: 'folder', keep: false, say, signal }); // prettier-ignore
  const words = inWords(verdict, `npm run chaos -- --seed ${SEED} --minutes ${LENGTH_MS / 60_000} --storage folder`); // prettier-ignore
  assert.equal(verdict.broken.size, 0, words);
  const succeeded = verdict.evidence.reports.filter(({ status }) => status === 'SUCCEEDED');
  assert.ok(succeeded.length >= 5, words);
  for (const line of words.split('\n').slice(0, 4)) t.diagnostic(line);
});

it('the same seed makes the same schedule, another one another', () => {
  const schedule = makeSchedule(7, 600_000, FAULTS);
  assert.deepEqual(makeSchedule(7, 600_000, FAULTS), schedule);
  assert.notDeepEqual(makeSchedule(8, 600_000, FAULTS), schedule);
  assert.deepEqual(new Set(schedule.map(({ fault }) => fault)), new Set(FAULTS.map(({ name }) => name)));
});

it('of one target there is one fault at a time, and each is over when the campaign is', () => {
  const lengthMs = 600_000;
  for (const own of Map.groupBy(makeSchedule(9, lengthMs, FAULTS), ({ target }) => target).values()) {
    for (const [index, step] of own.entries()) {
      const next = own[index + 1]?.atMs ?? lengthMs;
      assert.ok(step.atMs + step.durationMs <= next, `${step.fault} ${step.target} at ${step.atMs} ms`);
    }
  }
});
