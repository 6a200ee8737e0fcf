import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../../server/test/support/seeded-random.ts';
import { verifyLedger } from '../src/verify.ts';
import { ATTACKS_ON_ROWS } from './attacks-on-rows.ts';
import { ledgerFile, lineOf, source, type Format } from './ledger-file.ts';
import { copyOf, randomLedger } from './random-ledger.ts';
import { ATTACK_TRIALS } from './trials.ts';

for (const [name, { codes, attack }] of Object.entries(ATTACKS_ON_ROWS)) {
  test(`${name}: the first bad row is named, each time`, async () => {
    for (let trial = 0; trial < ATTACK_TRIALS; trial++) {
      const random = seededRandom(trial * 7919 + name.length);
      const format: Format = trial % 2 === 0 ? 'CSV' : 'JSON';
      const entries = copyOf(randomLedger(random, 8 + random.below(60)));
      const bad = attack(entries, 1 + random.below(entries.length - 3), random);
      const file = source('ledger', ledgerFile(entries, format), random);
      const { ok, fault } = await verifyLedger({ files: [file] });
      const what = `trial ${trial}, ${format}: ${JSON.stringify(fault)}`;
      assert.equal(ok, false, what);
      assert.ok(fault && codes.includes(fault.code), what);
      assert.equal(fault.sequence, entries[bad]?.sequence, what);
      assert.equal(fault.line, lineOf(entries, bad, format), what);
      assert.equal(fault.file, 'ledger', what);
      assert.ok(fault.field !== null && fault.expected !== null && fault.found !== null, what);
      assert.notEqual(fault.expected, fault.found, what);
    }
  });
}

test('a gap between two files is named at the row after it, in whatever order they come', async () => {
  for (let trial = 0; trial < ATTACK_TRIALS; trial++) {
    const random = seededRandom(300 + trial);
    const entries = randomLedger(random, 40);
    const at = 2 + random.below(30);
    const files = [
      source('later', ledgerFile(entries.slice(at + 1), 'CSV'), random),
      source('earlier', ledgerFile(entries.slice(0, at), 'JSON'), random),
    ];
    const { fault } = await verifyLedger({ files: trial % 2 === 0 ? files : files.toReversed() });
    assert.equal(fault?.code, 'BROKEN_SEQUENCE');
    assert.deepEqual([fault.file, fault.line, fault.sequence], ['later', 2, at + 2]);
    assert.deepEqual([fault.expected, fault.found], [String(at + 1), String(at + 2)]);
  }
});
