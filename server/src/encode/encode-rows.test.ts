import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { parse as csvParse } from 'csv-parse/sync';
import fc from 'fast-check';
import type { Column } from '../domain/column.ts';
import { FORMATS } from '../domain/format.ts';
import { binaryCopy, type Cell } from './binary-copy-for-tests.ts';
import { cut, encodeChunks } from './encode-for-tests.ts';
import { obviousEncoding } from './oracle-for-tests.ts';

const papaparse = createRequire(import.meta.url)('papaparse') as {
  parse(text: string, options: object): { data: string[][]; errors: unknown[] };
};

const FORMULA = /^[=+\-@\t\r＝＋－＠]/;
const GUARDED_FORMULA = /^'+[=+\-@\t\r＝＋－＠]/;

/** Every kind; names that need escapes of their own; twice `guarded`, so that rows are not all one shape. */
const COLUMNS: readonly Column[] = [
  { name: 'created_at', kind: 'timestamp' },
  { name: 'id', kind: 'text' },
  { name: 'customer, "name"\n', kind: 'guarded' },
  { name: 'amount', kind: 'integer' },
  { name: 'order.metadata', kind: 'json' },
  { name: 'hash', kind: 'hex' },
  { name: 'Größe 📏', kind: 'guarded' },
];

const HOSTILE = [
  '"',
  ',',
  '\n',
  '\r',
  '\t',
  '=',
  '+',
  '-',
  '@',
  "'",
  '＝',
  '＋',
  '－',
  '＠',
  '\\',
  '/',
  '\b',
  '\f',
  '\u0001',
  '\u001f',
  '\u007f',
  ' ',
  'a',
  '0',
  '{',
  '}',
  'ö',
  'א',
  '\u202e',
  '😀',
  'e\u0301',
  '\u2028',
  '\ufeff',
  '％',
  '\uffff',
];
const hostileText = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: fc.constantFrom(...HOSTILE) }) },
  { weight: 2, arbitrary: fc.stringMatching(/^'{0,3}[=+\-@\t\r＝＋－＠].{0,5}$/u) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme' }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
);
const int8 = fc.oneof(
  fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
  fc.bigInt(-100_000n, 100_000n),
  // The edges of each width of arithmetic, and of each number of digits.
  fc
    .tuple(fc.constantFrom(31n, 32n, 33n, 52n, 53n, 54n), fc.bigInt(-2n, 2n), fc.constantFrom(1n, -1n))
    .map(([bits, off, sign]) => sign * (2n ** bits + off)),
  fc
    .tuple(fc.bigInt(0n, 18n), fc.bigInt(-1n, 1n), fc.constantFrom(1n, -1n))
    .map(([power, off, sign]) => sign * (10n ** power + off)),
  fc.constantFrom(-(2n ** 63n), 2n ** 63n - 1n, 0n),
);
const micros = (iso: string): bigint => BigInt(Date.parse(iso) - Date.UTC(2000)) * 1000n;
const timestamp = fc.oneof(
  fc.bigInt(micros('0001-01-01T00:00:00.000Z'), micros('9999-12-31T23:59:59.999Z') + 999n),
  fc.bigInt(micros('2026-01-01T00:00:00.000Z'), micros('2026-01-03T00:00:00.000Z')),
);
const orNull = (cell: fc.Arbitrary<Cell>): fc.Arbitrary<Cell> => fc.option(cell, { freq: 6 });
const row: fc.Arbitrary<Cell[]> = fc.tuple(
  orNull(timestamp),
  orNull(hostileText),
  orNull(hostileText),
  orNull(int8),
  orNull(fc.oneof(fc.json(), fc.constantFrom('-5', '"=1+1"', '{"a":[{"b":"x, \\"y\\"\\n"}]}'))),
  orNull(fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes))),
  orNull(hostileText),
);
const rowsOfAllKinds = fc.array(row, { maxLength: 12 });
const chunkSizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 700 })), {
  minLength: 1,
  maxLength: 8,
});
const RUNS = { seed: 20261122, numRuns: 400 };

test('every byte is what the obvious encoder writes, however the input is cut and whatever the values hold', async () => {
  await fc.assert(
    fc.asyncProperty(
      rowsOfAllKinds,
      chunkSizes,
      fc.boolean(),
      fc.subarray([...FORMATS], { minLength: 1 }),
      async (rows, sizes, formulaGuard, formats) => {
        const chunks = cut(binaryCopy(rows), sizes);
        const { bytes, rowsWritten } = await encodeChunks(COLUMNS, chunks, { formats, formulaGuard });
        assert.deepEqual([...bytes.keys()], formats);
        for (const [format, encoded] of bytes) {
          assert.equal(encoded.toString(), obviousEncoding(format, COLUMNS, rows, formulaGuard).toString());
        }
        assert.equal(rowsWritten, rows.length);
      },
    ),
    RUNS,
  );
});

test('many rows over many blocks keep every byte, and sizes and digests are those of the bytes that came out', async () => {
  const samples = fc.sample(row, { ...RUNS, numRuns: 500 });
  const rows = Array.from({ length: 20_000 }, (_, i) => samples[i % samples.length]!);
  const { bytes, files, rowsWritten } = await encodeChunks(COLUMNS, cut(binaryCopy(rows), [65_536]));
  assert.equal(rowsWritten, rows.length);
  for (const { format, sizeBytes, sha256 } of files) {
    const encoded = bytes.get(format)!;
    assert.ok(encoded.length > 1_000_000);
    assert.ok(encoded.equals(obviousEncoding(format, COLUMNS, rows, false)));
    assert.equal(sizeBytes, encoded.length);
    assert.equal(sha256, createHash('sha256').update(encoded).digest('hex'));
  }
  assert.deepEqual(
    files.map(({ format }) => format),
    [...FORMATS],
  );
});

test('no rows make a header alone in CSV and an empty array in JSON', async () => {
  const { bytes } = await encodeChunks(COLUMNS.slice(0, 2), [binaryCopy([])]);
  assert.equal(bytes.get('CSV')!.toString(), '\ufeffcreated_at,id');
  assert.equal(bytes.get('JSON')!.toString(), '[]\n');
});

test('a format asked for twice is written once', async () => {
  const { files } = await encodeChunks(COLUMNS, [binaryCopy([])], { formats: ['JSON', 'JSON'] });
  assert.deepEqual(
    files.map(({ format, sizeBytes }) => [format, sizeBytes]),
    [['JSON', '[]\n'.length]],
  );
});

test('a known row is written exactly as the specification shows', async () => {
  const cells: Cell[] = [
    micros('1999-12-31T23:59:59.999Z') + 999n,
    '=id',
    'O\'Neil, "Ann"',
    -(2n ** 63n),
    '{"a":[1]}',
    Buffer.from([0, 0xff]),
    "'＝1",
  ];
  const { bytes } = await encodeChunks(COLUMNS, [binaryCopy([cells])], { formulaGuard: true });
  const [, csvRow] = bytes.get('CSV')!.toString().split('📏\n');
  assert.equal(
    csvRow,
    '1999-12-31T23:59:59.999Z,=id,"O\'Neil, ""Ann""",-9223372036854775808,"{""a"":[1]}",00ff,\'\'＝1',
  );
  assert.equal(
    bytes.get('JSON')!.toString(),
    '[\n{"created_at":"1999-12-31T23:59:59.999Z","id":"=id","customer, \\"name\\"\\n":"O\'Neil, \\"Ann\\"",' +
      '"amount":-9223372036854775808,"order.metadata":{"a":[1]},"hash":"00ff","Größe 📏":"\'＝1"}\n]\n',
  );
});

test('two independent parsers read every CSV value back, and the reader rule undoes the formula guard', async () => {
  await fc.assert(
    fc.asyncProperty(rowsOfAllKinds, async (rows) => {
      const { bytes } = await encodeChunks(COLUMNS, [binaryCopy(rows)], { formulaGuard: true });
      const text = bytes.get('CSV')!.toString();
      const read = {
        'csv-parse': csvParse(text, { bom: true, record_delimiter: '\n' }),
        papaparse: papaparse.parse(text, { delimiter: ',', newline: '\n' }).data,
      };
      for (const [parser, [header, ...records]] of Object.entries(read)) {
        assert.deepEqual(
          header,
          COLUMNS.map(({ name }) => name),
          parser,
        );
        const unguarded = records.map((record) => record.map((cell, i) => withoutGuard(COLUMNS[i]!, cell)));
        assert.deepEqual(
          unguarded,
          rows.map((cells) => cells.map((cell, i) => originalText(COLUMNS[i]!, cell))),
          parser,
        );
      }
    }),
    RUNS,
  );
});

function withoutGuard({ kind }: Column, cell: string): string {
  if (kind !== 'guarded' && kind !== 'json') return cell;
  assert.doesNotMatch(cell, FORMULA, 'a spreadsheet would run this');
  return GUARDED_FORMULA.test(cell) ? cell.slice(1) : cell;
}

/** Null and the empty string are one in CSV; timestamps are the oracle's business. */
function originalText({ kind }: Column, cell: Cell): string {
  if (cell === null) return '';
  if (kind === 'timestamp')
    return obviousEncoding('CSV', [{ name: 'x', kind }], [[cell]], false)
      .toString()
      .slice(3);
  return Buffer.isBuffer(cell) ? cell.toString('hex') : String(cell);
}

test('JSON.parse reads every value back', async () => {
  const value = orNull(fc.maxSafeInteger().map(BigInt));
  const columns = COLUMNS.slice(1, 5);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(orNull(hostileText), orNull(hostileText), value, orNull(fc.json()))),
      async (rows) => {
        const { bytes } = await encodeChunks(columns, [binaryCopy(rows)], {
          formats: ['JSON'],
          formulaGuard: true,
        });
        const parsed = JSON.parse(bytes.get('JSON')!.toString()) as Record<string, unknown>[];
        assert.deepEqual(
          parsed.map((object) => Object.entries(object)),
          rows.map(([id, name, amount, metadata]) => [
            ['id', id],
            ['customer, "name"\n', name],
            ['amount', amount === null ? null : Number(amount)],
            ['order.metadata', metadata === null ? null : (JSON.parse(String(metadata)) as unknown)],
          ]),
        );
      },
    ),
    RUNS,
  );
});
