import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Payment } from '../../db/payments.ts';
import type { Fault } from './activity-kind.ts';
import { readLines } from './read-lines.ts';

const NOW = Date.parse('2026-04-02T00:00:00.000Z');

/** A payment with every field there is. */
const PAYMENT = {
  object: 'payment',
  id: 'pmt_1',
  orderId: 'ord_1',
  orderNumber: 'cs_1',
  status: 'COMPLETED',
  currency: 'GBP',
  intendedAmount: 1_100,
  totalAmount: 1_000,
  createdAt: '2026-04-01T10:00:00Z',
  completedAt: '2026-04-01T12:00:12.5+02:00',
  discountAmount: 100,
  taxAmount: 0,
  platformFeeAmount: 50,
  processingFeeAmount: 20,
  settledAmount: 930,
  presentmentCurrency: 'JPY',
  presentmentAmount: 1_900,
  exchangeRate: '190.0500',
  pspReference: 'psp 1',
  couponCode: '=SUM(A1)',
  customer: { id: 'cus_1', email: 'zoë@example.com', name: '山田 太郎', country: 'JP', ip: '2001:db8::1' },
  metadata: { b: 1, a: [1.5, null, { deep: '"quoted"' }] },
  paymentMethod: 'card',
  cardBrand: 'visa',
  cardLastFour: '0042',
};

describe('a line of activity', () => {
  it('is read as the whole state of a payment', () => {
    const expected: Payment = {
      id: 'pmt_1',
      orderId: 'ord_1',
      orderNumber: 'cs_1',
      status: 'COMPLETED',
      currency: 'GBP',
      intendedAmount: 1_100,
      discountAmount: 100,
      taxAmount: 0,
      platformFeeAmount: 50,
      processingFeeAmount: 20,
      totalAmount: 1_000,
      settledAmount: 930,
      presentmentCurrency: 'JPY',
      presentmentAmount: 1_900,
      exchangeRate: '190.0500',
      pspReference: 'psp 1',
      couponCode: '=SUM(A1)',
      customerId: 'cus_1',
      customerEmail: 'zoë@example.com',
      customerName: '山田 太郎',
      customerCountry: 'JP',
      customerIp: '2001:db8::1',
      metadata: '{"b":1,"a":[1.5,null,{"deep":"\\"quoted\\""}]}',
      paymentMethod: 'card',
      cardBrand: 'visa',
      cardLastFour: '0042',
      createdAt: Date.parse('2026-04-01T10:00:00.000Z'),
      completedAt: Date.parse('2026-04-01T10:00:12.500Z'),
    };
    assert.deepEqual(read(JSON.stringify(PAYMENT)), { state: expected, faults: [] });
  });

  const taken: [string, object][] = [
    [
      'an optional field that is null, as one left out',
      { couponCode: null, customer: { id: null }, metadata: null },
    ],
    ['256 characters that are more code units', { orderNumber: '🧾'.repeat(256) }],
    ['64 characters of id', { id: 'A-z_0'.repeat(12) + '1234' }],
    ['a negative settled amount', { settledAmount: -5 }],
    ['the greatest amounts', { intendedAmount: 2 ** 53 - 1, settledAmount: -(2 ** 53 - 1) }],
    ['an event of this very instant', { createdAt: '2026-04-02T00:00:00.000Z' }],
    ['a time in lowercase with a far offset', { createdAt: '2026-04-01t23:59:59.999000-00:00' }],
    ['completion before creation', { completedAt: '2026-03-01T00:00:00Z' }],
    ['metadata of 8192 bytes', { metadata: { text: 'x'.repeat(8_192 - '{"text":""}'.length) } }],
    ['a long number as text', { metadata: { id: '12345678901234567890' } }],
    ['an escaped backslash before u0000', { metadata: { path: 'C:\\u0000' } }],
    ['an escaped pair of surrogates', { customer: { name: '\u{1f9fe}' } }],
  ];
  for (const [name, change] of taken) {
    it(`may hold ${name}`, () => assert.deepEqual(read(line(change)).faults, []));
  }

  it('is refused when it is not JSON', () => {
    assert.deepEqual(read('{"object":').faults, [{ line: 7, field: null, message: 'not JSON' }]);
    assert.deepEqual(read('').faults, [{ line: 7, field: null, message: 'not JSON' }]);
    assert.deepEqual(read('[1]').faults, [{ line: 7, field: null, message: 'not a JSON object' }]);
    assert.deepEqual(read('null').faults, [{ line: 7, field: null, message: 'not a JSON object' }]);
  });

  it('is refused when it is nested more deeply than can be read', () => {
    const deep = '{"a":'.repeat(150_000) + '1' + '}'.repeat(150_000);
    const text = line({}).replace('"b":1', `"b":${deep}`);
    assert.deepEqual(read(text).faults, [{ line: 7, field: null, message: 'is nested too deeply' }]);
  });

  const refused: [object, string, RegExp][] = [
    [{ object: 'gift' }, 'object', /^must be one of payment/],
    [{ object: undefined }, 'object', /^must be one of payment/],
    [{ colour: 'red' }, 'colour', /^is not a known field$/],
    [{ colour: null }, 'colour', /^is not a known field$/],
    [{ 'a "b"\n': 1 }, String.raw`"a \"b\"\n"`, /^is not a known field$/],
    [{ customer: { age: 1 } }, 'customer.age', /^is not a known field$/],
    [{ customer: 'cus_1' }, 'customer', /^must be an object$/],
    [{ id: undefined }, 'id', /^is required$/],
    [{ id: null }, 'id', /^is required$/],
    [{ id: 'pmt 1' }, 'id', /^must be 1 to 64 of A-Z a-z 0-9 _ -$/],
    [{ id: 'p'.repeat(65) }, 'id', /^must be 1 to 64/],
    [{ id: 1 }, 'id', /^must be text$/],
    [{ orderId: '' }, 'orderId', /^must be 1 to 64/],
    [{ orderNumber: '' }, 'orderNumber', /^must not be empty$/],
    [{ orderNumber: 'x'.repeat(257) }, 'orderNumber', /^must have at most 256 characters$/],
    [
      { status: 'completed' },
      'status',
      /^must be one of PENDING, PROCESSING, COMPLETED, FAILED, CANCELLED, REFUNDED, DISPUTED$/,
    ],
    [{ currency: 'XYZ' }, 'currency', /^must be an ISO 4217 code/],
    [{ currency: 'gbp' }, 'currency', /^must be an ISO 4217 code/],
    [{ presentmentCurrency: 'EURO' }, 'presentmentCurrency', /^must be an ISO 4217 code/],
    [{ intendedAmount: '100' }, 'intendedAmount', /^must be a whole number$/],
    [{ intendedAmount: 1.5 }, 'intendedAmount', /^must be a whole number$/],
    [{ intendedAmount: undefined }, 'intendedAmount', /^is required$/],
    [{ intendedAmount: -1 }, 'intendedAmount', /^must be at least 0$/],
    [{ totalAmount: -1 }, 'totalAmount', /^must be at least 0$/],
    [{ discountAmount: -1 }, 'discountAmount', /^must be at least 0$/],
    [{ taxAmount: -1 }, 'taxAmount', /^must be at least 0$/],
    [{ platformFeeAmount: -1 }, 'platformFeeAmount', /^must be at least 0$/],
    [{ processingFeeAmount: -1 }, 'processingFeeAmount', /^must be at least 0$/],
    [{ presentmentAmount: -1 }, 'presentmentAmount', /^must be at least 0$/],
    [{ totalAmount: 2 ** 53 }, 'totalAmount', /^must be at most 9007199254740991$/],
    [{ settledAmount: -(2 ** 53) }, 'settledAmount', /^must be at least -9007199254740991$/],
    [{ settledAmount: undefined }, 'settledAmount', /^is required of a payment that is COMPLETED$/],
    [
      { completedAt: undefined, status: 'REFUNDED' },
      'completedAt',
      /^is required of a payment that is REFUNDED$/,
    ],
    [
      { settledAmount: null, status: 'DISPUTED' },
      'settledAmount',
      /^is required of a payment that is DISPUTED$/,
    ],
    [{ presentmentCurrency: undefined }, 'presentmentCurrency', /go together$/],
    [{ presentmentAmount: undefined }, 'presentmentAmount', /go together$/],
    [{ exchangeRate: 1.5 }, 'exchangeRate', /^must be text$/],
    [{ exchangeRate: '1.' }, 'exchangeRate', /^must be a decimal such as/],
    [{ exchangeRate: '-1' }, 'exchangeRate', /^must be a decimal such as/],
    [{ exchangeRate: '1e5' }, 'exchangeRate', /^must be a decimal such as/],
    [{ exchangeRate: `1.${'0'.repeat(39)}` }, 'exchangeRate', /^must have at most 40 characters$/],
    [{ createdAt: '2026-04-01T10:00:00' }, 'createdAt', /^must say its time zone/],
    [{ createdAt: '2026-04-01' }, 'createdAt', /^must be a date-time/],
    [{ createdAt: '2026-02-30T00:00:00Z' }, 'createdAt', /^is a date that does not exist$/],
    [{ createdAt: 1_775_037_600 }, 'createdAt', /^must be text$/],
    [{ createdAt: undefined }, 'createdAt', /^is required$/],
    [{ createdAt: '2026-04-02T00:00:00.001Z' }, 'createdAt', /^is in the future$/],
    [{ completedAt: '2026-04-02T00:00:00-00:01' }, 'completedAt', /^is in the future$/],
    [
      { completedAt: '2026-04-01T10:00:00.0001Z' },
      'completedAt',
      /^must not be more precise than a millisecond$/,
    ],
    [{ pspReference: 'x'.repeat(257) }, 'pspReference', /^must have at most 256 characters$/],
    [{ couponCode: 'x'.repeat(257) }, 'couponCode', /^must have at most 256 characters$/],
    [{ customer: { id: 'cus 1' } }, 'customer.id', /^must be 1 to 64/],
    [{ customer: { email: 'a@x\r\nRCPT TO:<evil@x>' } }, 'customer.email', /^must be an e-mail address/],
    [{ customer: { email: 'no address' } }, 'customer.email', /^must be an e-mail address/],
    [{ customer: { email: `${'x'.repeat(250)}@x.org.uk` } }, 'customer.email', /^must be an e-mail address/],
    [{ customer: { name: 'x'.repeat(257) } }, 'customer.name', /^must have at most 256 characters$/],
    [{ customer: { name: 'a\0b' } }, 'customer', /^must not hold/],
    [{ customer: { country: 'UK ' } }, 'customer.country', /^must be two capital letters/],
    [{ customer: { country: 'gb' } }, 'customer.country', /^must be two capital letters/],
    [{ customer: { ip: '300.1.1.1' } }, 'customer.ip', /^must be an IPv4 or IPv6 address/],
    [{ customer: { ip: 'fe80::1%eth0' } }, 'customer.ip', /^must be an IPv4 or IPv6 address without a zone$/],
    [{ metadata: [] }, 'metadata', /^must be an object$/],
    [{ metadata: 'text' }, 'metadata', /^must be an object$/],
    [{ metadata: { text: 'x'.repeat(8_192) } }, 'metadata', /^must have at most 8192 bytes/],
    [{ metadata: { text: 'é'.repeat(4_096) } }, 'metadata', /^must have at most 8192 bytes/],
    [{ metadata: { '\ud800': 1 } }, 'metadata', /^must not hold/],
    [{ metadata: { list: ['\0'] } }, 'metadata', /^must not hold/],
    [{ paymentMethod: 'x'.repeat(257) }, 'paymentMethod', /^must have at most 256 characters$/],
    [{ cardBrand: 1 }, 'cardBrand', /^must be text$/],
    [{ cardLastFour: '123' }, 'cardLastFour', /^must be four digits$/],
    [{ cardLastFour: '١٢٣٤' }, 'cardLastFour', /^must be four digits$/],
  ];
  for (const [change, field, message] of refused) {
    it(`is refused for ${JSON.stringify(change).slice(0, 80)}`, () => {
      const { state, faults } = read(line(change));
      assert.equal(state, undefined);
      assert.deepEqual(
        faults.map((fault) => [fault.line, fault.field]),
        [[7, field]],
      );
      assert.match(faults[0]?.message ?? '', message);
    });
  }

  it('is refused for half a surrogate pair that stands in it unescaped', () => {
    const { faults } = read(line({}).replace('psp 1', 'psp \ud800'));
    assert.deepEqual(
      faults.map((fault) => fault.field),
      ['pspReference'],
    );
  });

  it('is refused for a number that JavaScript would change, wherever it stands', () => {
    const { faults } = read(line({}).replace('"b":1', '"b":12345678901234567890'));
    assert.equal(faults[0]?.field, 'metadata');
    assert.match(faults[0]?.message ?? '', /^holds the number 12345678901234567890, .* send it as text$/);
    const amount = read(line({}).replace('"settledAmount":930', '"settledAmount":9007199254740991.4'));
    assert.equal(amount.faults[0]?.field, 'settledAmount');
  });

  it('names every fault that it has', () => {
    const { faults } = read(line({ id: '', currency: 'XYZ', totalAmount: -1, more: 1 }));
    assert.deepEqual(
      new Set(faults.map((fault) => fault.field)),
      new Set(['currency', 'id', 'more', 'totalAmount']),
    );
  });
});

function line(change: object): string {
  return JSON.stringify({ ...PAYMENT, ...change });
}

function read(text: string): { state: unknown; faults: Fault[] } {
  const faults: Fault[] = [];
  const [good] = readLines([{ number: 7, text }], NOW, faults);
  return { state: good?.state, faults };
}
