import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scrub } from './scrub.ts';

const RANDOM = 'Zk3-_'.repeat(9).slice(0, 43);
/** Every kind of secret that leaves the server in readable form, as it could stand in an error's words. */
const SECRETS = [
  `sk_live_${RANDOM}`,
  `sml_${RANDOM}`,
  `srt_${RANDOM}`,
  `opk_${RANDOM}`,
  `whsec_${RANDOM}`,
  `eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJhY2MifQ.${RANDOM}`,
  `X-Amz-Signature=${RANDOM}`,
];

test('no secret is left in a text, wherever it stands', () => {
  for (const secret of SECRETS) {
    for (const text of [
      secret,
      `refused "${secret}"`,
      `/sign-in#token=${secret}&x=1`,
      `a ${secret}, and ${secret}.`,
    ]) {
      assert.ok(!scrub(text).includes(RANDOM), `${text} became ${scrub(text)}`);
    }
  }
  assert.ok(!scrub('postgres://app:hush@db.example.com/x').includes('hush'));
  assert.ok(!scrub('no mailbox for ada@example.com').includes('ada'));
});

test('what is no secret stays readable', () => {
  const text =
    'report rpt_01hzy3k9w5n2m1q8v0bfcxt4 of shp_01hzy3k9w5n2m1q8v0bfcxt4 failed at 12:30: ENOSPC /data/objects';
  assert.equal(scrub(text), text);
});
