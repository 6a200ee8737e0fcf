import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isEmailAddress } from './email-address.ts';

describe('a plain e-mail address', () => {
  for (const text of [
    'a@b',
    'first.last+tag@example.co.uk',
    'zoë@exämple.com',
    "o'hara@example.com",
    `${'x'.repeat(254)}@b`,
  ]) {
    it(`is ${text.slice(0, 40)}`, () => assert.equal(isEmailAddress(text), true));
  }
  const refused = [
    '',
    'a',
    '@b',
    'a@',
    'a@b@c',
    'a b@c',
    'a@x\r\nRCPT TO:<evil>',
    'A <a@b>',
    'a@b,c@d',
    '"a"@b',
    'a@b\0',
    'a\u200b@b',
    `${'x'.repeat(255)}@b`,
  ];
  for (const text of refused) {
    it(`is not ${JSON.stringify(text).slice(0, 40)}`, () => assert.equal(isEmailAddress(text), false));
  }
});
