import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { seededRandom } from '../../../server/test/support/seeded-random.ts';
import { createMessageHasher } from './message-hasher.ts';
import { Sha256 } from './sha256.ts';

/** FIPS 180-4 and the examples of NIST. */
const KNOWN = [
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  [
    'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  ],
  ['a'.repeat(1_000_000), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
] as const;

test('the published vectors of SHA-256 come out', () => {
  for (const [text, digest] of KNOWN) {
    assert.equal(new Sha256().update(new TextEncoder().encode(text)).digestHex(), digest);
  }
});

test('every length around the block, taken in by any pieces, gives what node:crypto gives', () => {
  const random = seededRandom(1);
  const hasher = new Sha256();
  for (let length = 0; length < 400; length++) {
    const bytes = Uint8Array.from({ length }, () => random.below(256));
    for (let at = 0; at < length;) {
      const to = Math.min(length, at + 1 + random.below(150));
      hasher.update(bytes, at, to);
      at = to;
    }
    assert.equal(hasher.digestHex(), createHash('sha256').update(bytes).digest('hex'), `length ${length}`);
  }
});

test('the platform’s own, where there is one, and ours give the same, message after message', () => {
  const random = seededRandom(2);
  const [own, native] = [new Sha256(), createMessageHasher()];
  assert.notEqual(native.constructor, Sha256, 'Node has one');
  const digest = (hasher: Pick<Sha256, 'digestHexInto'>) => {
    const out = new Uint8Array(64);
    hasher.digestHexInto(out);
    return String.fromCharCode(...out);
  };
  for (let message = 0; message < 300; message++) {
    const bytes = Uint8Array.from({ length: random.below(600) }, () => random.below(256));
    const middle = random.below(bytes.length + 1);
    for (const hasher of [own, native]) {
      hasher.update(bytes, 0, middle);
      hasher.update(bytes, middle);
    }
    assert.equal(digest(native), digest(own), `message ${message}`);
  }
});
