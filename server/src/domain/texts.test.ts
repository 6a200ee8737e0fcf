import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bearerCredential } from './bearer-credential.ts';
import { currencyDecimals, isCurrency } from './currency.ts';
import { fileName } from './file-name.ts';
import { FORMAT_CONTENT_TYPE } from './format.ts';
import { HANDLE } from './handle.ts';
import { isName, NAME_RULE } from './name.ts';
import { readSender } from './sender.ts';
import { StartupError } from './startup-error.ts';

describe('what people write and read', () => {
  it('a bearer credential is read after any spaces and in any case of the word, and nothing else is one', () => {
    assert.equal(bearerCredential('Bearer sk_live_1'), 'sk_live_1');
    assert.equal(bearerCredential('bearer   sk_live_1'), 'sk_live_1');
    for (const other of [
      undefined,
      '',
      'Bearer',
      'Bearer ',
      'Bearersk',
      'Bearer a b',
      'xBearer a',
      'Basic a',
    ]) {
      assert.equal(bearerCredential(other), undefined, other);
    }
  });

  it('a currency is an active code of ISO 4217 with its own number of decimals', () => {
    for (const code of [
      'AED',
      'CLP',
      'CNY',
      'HUF',
      'IDR',
      'MKD',
      'MMK',
      'RUB',
      'RWF',
      'UGX',
      'UYI',
      'USD',
      'ZWG',
    ]) {
      assert.equal(isCurrency(code), true, code);
    }
    for (const code of ['', 'usd', 'DEM', 'HRK', 'US', 'Stryker'])
      assert.equal(isCurrency(code), false, code);
    const decimals = ['USD', 'JPY', 'KWD', 'CLF'].map(currencyDecimals);
    assert.deepEqual(decimals, [2, 0, 3, 4]);
  });

  it('a downloaded file is named after the type, the days and the report, and served as what it is', () => {
    const report = {
      id: 'rpt_1',
      type: 'PAYMENT_ACTIVITY',
      periodStart: Date.UTC(2026, 3),
      periodEnd: Date.UTC(2026, 6),
    };
    assert.equal(fileName(report, 'CSV'), 'payment_activity_2026-04-01_2026-07-01_rpt_1.csv');
    assert.equal(fileName(report, 'JSON'), 'payment_activity_2026-04-01_2026-07-01_rpt_1.json');
    assert.deepEqual(FORMAT_CONTENT_TYPE, { CSV: 'text/csv; charset=utf-8', JSON: 'application/json' });
  });

  it('a handle is 1 to 64 of a-z, 0-9 and -, with no - at either end', () => {
    for (const text of ['a', '7', 'a-b', 'a--b', 'x'.repeat(64)]) assert.match(text, HANDLE);
    for (const text of ['', '-', '-a', 'a-', 'A', 'a_b', 'a b', '!a', 'a!', 'x'.repeat(65)])
      assert.doesNotMatch(text, HANDLE);
  });

  it('a name is 1 to 256 characters as people count them, none of them a control character', () => {
    assert.equal(NAME_RULE, '1 to 256 characters, none of them a control character');
    for (const text of ['a', 'Café No. 5', '🙂'.repeat(256)]) assert.equal(isName(text), true, text);
    for (const text of ['', 'x'.repeat(257), 'a\nb', '\u0007', '\ud800'])
      assert.equal(isName(text), false, text);
  });

  it('a sender is a plain address, with or without a plain name', () => {
    assert.deepEqual(readSender('Daybook <a@b.example>'), { name: 'Daybook', address: 'a@b.example' });
    assert.deepEqual(readSender('  a@b.example '), { name: '', address: 'a@b.example' });
    assert.deepEqual(readSender(' <a@b.example> '), { name: '', address: 'a@b.example' });
    for (const other of [
      '',
      'Daybook',
      'A, B <a@b>',
      'x" <a@b>',
      'A <a@b> c',
      'A <a@b',
      '<A> <a@b>',
      'A\u0000 <a@b>',
      'A <a@b,c@d>',
    ]) {
      assert.equal(readSender(other), undefined, other);
    }
  });

  it('a problem at the start is one line, however many its cause had', () => {
    const error = new StartupError('first  \n\n   second\nthird');
    assert.equal(error.message, 'first second third');
    assert.equal(error.name, 'StartupError');
  });
});
