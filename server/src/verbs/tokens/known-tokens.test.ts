import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LiveToken } from '../../db/tokens.ts';
import { TOKEN_KNOWN_MAX_MS, TOKENS_KNOWN_MAX } from '../../domain/limits.ts';
import { createKnownTokens } from './known-tokens.ts';

const TOKEN: LiveToken = {
  id: 'stk_1',
  storeId: 'shp_1',
  permissions: ['REPORTS_READ'],
  sealedKey: null,
  requireV2: false,
  expiresAt: null,
};

function known() {
  const time = { now: 0 };
  const tokens = createKnownTokens(() => time.now);
  const reads: string[] = [];
  const find = (key: string, token: LiveToken | null = TOKEN) =>
    tokens.find(key, async () => {
      reads.push(key);
      return token ?? undefined;
    });
  return { time, tokens, reads, find };
}

describe('knowledge of a token', () => {
  it('is less than a second old, counted from before it was read', async () => {
    assert.ok(TOKEN_KNOWN_MAX_MS < 1_000);
    const { time, tokens, find, reads } = known();
    const { promise, resolve } = Promise.withResolvers<LiveToken>();
    const slow = tokens.find('a', () => promise);
    time.now = TOKEN_KNOWN_MAX_MS - 1;
    resolve(TOKEN);
    assert.equal(await slow, TOKEN);
    assert.equal(await find('a'), TOKEN);
    assert.deepEqual(reads, []);
    time.now = TOKEN_KNOWN_MAX_MS;
    await find('a');
    assert.deepEqual(reads, ['a']);
  });

  it('is read once for all who ask meanwhile', async () => {
    const { find, reads } = known();
    await Promise.all([find('a'), find('a'), find('b')]);
    assert.deepEqual(reads, ['a', 'b']);
  });

  it('is not kept of a secret that opens nothing, nor of a read that failed', async () => {
    const { tokens, find, reads } = known();
    await find('a', null);
    await find('a', null);
    await assert.rejects(tokens.find('b', () => Promise.reject(new Error('away'))));
    assert.equal(await find('b'), TOKEN);
    assert.deepEqual(reads, ['a', 'a', 'b']);
  });

  it('that was forgotten while it was read is not kept either', async () => {
    const { tokens, find, reads } = known();
    const { promise, resolve } = Promise.withResolvers<LiveToken>();
    const old = tokens.find('a', () => promise);
    tokens.forgetAll();
    await find('a');
    resolve(TOKEN);
    await old;
    await find('a');
    tokens.forget('a');
    await find('a');
    assert.deepEqual(reads, ['a', 'a']);
  });

  it('takes no more memory than that of its limit', async () => {
    const { find, reads } = known();
    for (let nth = 0; nth <= TOKENS_KNOWN_MAX; nth += 1) await find(`${nth}`);
    await find('0');
    assert.equal(reads.length, TOKENS_KNOWN_MAX + 2);
  });
});
