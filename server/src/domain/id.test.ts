import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isOwnId, newId, PLATFORM_ID } from './id.ts';

const bytes = (size: number): Uint8Array => Uint8Array.from({ length: size }, (_, at) => 250 + at);

describe('an identifier', () => {
  it('is a prefix, ten characters of time and fourteen of randomness', () => {
    assert.equal(newId('rpt', 0, bytes), 'rpt_0000000000tvwxyz01234567');
    assert.equal(newId('pmt', 1_775_001_600_000, bytes), 'pmt_01kn35e000tvwxyz01234567');
    assert.equal(newId('pmt', 2 ** 50 - 1, bytes), 'pmt_zzzzzzzzzztvwxyz01234567');
  });

  it('sorts by creation', () => {
    const times = [0, 31, 32, 1_023, 1_024, 1_775_001_600_000, 1_775_001_600_001];
    const made = times.map((time) => newId('rpt', time, bytes));
    assert.deepEqual(made.toSorted(), made);
  });

  it('is never made twice, and always known as one of our own', () => {
    const made = Array.from({ length: 2_000 }, () => newId('acc', 5));
    assert.equal(new Set(made).size, made.length);
    assert.ok(made.every((id) => isOwnId('acc', id)));
    assert.ok(made.every((id) => /^acc_0000000005[0-9a-hjkmnp-tv-z]{14}$/.test(id)));
  });

  it('of our own has exactly the prefix, the length and the alphabet', () => {
    const good = 'rpt_01kn35e000tvwxyz01234567';
    assert.equal(isOwnId('rpt', good), true);
    assert.equal(isOwnId('pmt', good), false);
    const others = [
      `${good}0`,
      good.slice(0, -1),
      `${good.slice(0, -1)}U`,
      `${good.slice(0, -1)}i`,
      good.replace('_', '-'),
    ];
    for (const other of others) assert.equal(isOwnId('rpt', other), false, other);
    assert.equal(isOwnId('rpt', `rpt_!1kn2zmq00tvwxyz01234567`), false);
    assert.equal(isOwnId('rpt', `rpt_01kn35e000tvwxyz0123456!`), false);
  });

  it('of the platform is 1 to 64 letters, digits, _ and -', () => {
    for (const text of ['a', 'Z_9-', 'x'.repeat(64)]) assert.match(text, PLATFORM_ID);
    for (const text of ['', 'x'.repeat(65), 'a b', 'a!', '!a', 'é']) assert.doesNotMatch(text, PLATFORM_ID);
  });
});
