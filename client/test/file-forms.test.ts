import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { seededRandom } from '../../server/test/support/seeded-random.ts';
import { blobSource, UnreadableInput, verifyLedger, type Manifest, type Verdict } from '../src/verify.ts';
import { ledgerFile, source, type Format } from './ledger-file.ts';
import { Operator, windowOf } from './operator.ts';
import { chain, copyOf, randomLedger } from './random-ledger.ts';

const operator = new Operator();
const ledger = randomLedger(seededRandom(5), 30);
const csv = ledgerFile(ledger, 'CSV').toString();
const json = ledgerFile(ledger, 'JSON').toString();
/** One row, one line. */
const plain = csvOfOneLineEach();

function csvOfOneLineEach(): string {
  const entries = copyOf(ledger).map((entry) => ({ ...entry, note: 'x' }));
  chain(entries, 0);
  return ledgerFile(entries, 'CSV').toString();
}

function verify(text: string | Uint8Array): Promise<Verdict> {
  return verifyLedger({ files: [source('file', Buffer.from(text))] });
}

test('how lines end, a byte-order mark, and spaces in JSON say nothing about the entries', async () => {
  for (const text of [
    csv.slice(1),
    `${csv}\n`,
    `${plain.replaceAll('\n', '\r\n')}\r\n`,
    json.replaceAll(',"', ' , "').replaceAll('":', '" : '),
    json.replaceAll('\n', '\r\n'),
    json.replaceAll(',"', '\r,\r"').replaceAll('":', '"\r:\r'),
    json.trimEnd(),
    '[]',
    '[\n]\n',
  ]) {
    assert.deepEqual((await verify(text)).fault, null, text.slice(0, 300));
  }
});

test('a file that breaks off, or goes on, is bad', async () => {
  const first = json.split('\n')[1]!.replace(/,$/, '');
  for (const text of [
    csv.slice(0, -10),
    `${csv.slice(0, csv.lastIndexOf('\n'))},"open`,
    csv.replace(/\n[^\n]*$/, '\n'.repeat(3) + csv.slice(csv.lastIndexOf('\n') + 1)),
    `${csv}\n"a"b`,
    json.slice(0, -2),
    json.slice(0, json.lastIndexOf('}')),
    json.replace('},\n', '}\n'),
    json.replace(/\}\n\]/, '},\n]'),
    `${json}[]`,
    `[\n${first.replace('}', ',"amount":5}')}\n]\n`,
    json.replace(/\n(?=[^\n]*\n\]\n$)/, '\nnull,\n'),
  ]) {
    const verdict = await verify(text).catch((error: unknown) => {
      assert.ok(error instanceof UnreadableInput);
      return undefined;
    });
    assert.notEqual(verdict?.ok, true, text.slice(-300));
  }
});

test('JSON values of another type than the column are bad, though they hash alike', async () => {
  for (const [from, to] of [
    [/"sequence":2,/, '"sequence":"2",'],
    [/"sequence":2,/, '"sequence":2.0,'],
    [/"amount":(-?\d+)(?=[^\n]*\n\])/, '"amount":$1e0'],
    [/"note":"Payment received"/, '"note":["Payment received"]'],
  ] as const) {
    const { fault } = await verify(json.replace(from, to));
    assert.equal(fault?.code, 'BAD_FIELD', String(from));
  }
  const { fault } = await verify(json.replace(/("note":"[^"\\]*)"/, '$1\\ud800"'));
  assert.equal(fault?.code, 'MALFORMED_ROW');
});

test('escapes in JSON are the characters that they stand for', async () => {
  const escaped = json.replace(
    /[^\x00-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  assert.notEqual(escaped, json);
  assert.deepEqual((await verify(escaped)).fault, null);
});

test('text that is not UTF-8 in a note is bad', async () => {
  const bytes = Buffer.from(csv);
  bytes[bytes.indexOf('支')] = 0xff;
  assert.equal((await verify(bytes)).fault?.field, 'note');
});

test('what is no report file at all is unreadable', async () => {
  for (const text of [
    '',
    '\ufeff',
    '{"ok":true}',
    'a,b\n1,2',
    '[\n{"a":1}\n]\n',
    csv.replace('note', 'remark'),
  ]) {
    await assert.rejects(verify(text), UnreadableInput, text.slice(0, 20));
  }
  await assert.rejects(verifyLedger({ files: [] }), UnreadableInput);
});

test('columns appended by a later version are read over, but none may come twice', async () => {
  const withColumn = (name: string): string =>
    plain
      .split('\n')
      .map((line, index) => `${line},${index === 0 ? name : '5'}`)
      .join('\n');
  assert.deepEqual((await verify(withColumn('later'))).fault, null);
  await assert.rejects(verify(withColumn('amount')), UnreadableInput);
});

test('a Blob is read as a browser gives it', async () => {
  const verdict = await verifyLedger({ files: [blobSource(new Blob([csv]), 'dropped.csv')] });
  assert.equal(verdict.ledger?.rows, ledger.length);
});

test('without a key everything but the signature is checked, and the verdict says so', async () => {
  const window = windowOf(ledger, '2020', '2030');
  const document = operator.manifest(window, ledger, 'CSV');
  const files = [source('file', Buffer.from(csv))];
  const unchecked = await verifyLedger({ files, manifests: [{ name: 'm', document }] });
  assert.equal(unchecked.manifests[0]?.signature, 'not checked');
  const byPem = await verifyLedger({
    files,
    manifests: [{ name: 'm', document }],
    keys: { pem: operator.pem },
  });
  assert.equal(byPem.manifests[0]?.signature, 'valid');
  await assert.rejects(verifyLedger({ files, keys: { pem: 'no key' } }), UnreadableInput);
  await assert.rejects(verifyLedger({ files, keys: { jwks: { keys: [] } } }), UnreadableInput);
});

test('a manifest of a file in a format of tomorrow is unreadable, rather than taken for CSV', async () => {
  const window = windowOf(ledger, '2020', '2030');
  const document = operator.manifest(window, ledger, 'CSV', (manifest) => ({
    ...manifest,
    files: manifest.files.map((file) => ({ ...file, format: 'PARQUET' as 'CSV' })),
  }));
  const files = [source('x', ledgerFile(window.entries, 'CSV'))];
  await assert.rejects(verifyLedger({ files, manifests: [{ name: 'm', document }] }), (error: Error) => {
    assert.ok(error instanceof UnreadableInput);
    assert.match(error.message, /of a format that this verifier does not know: PARQUET/);
    return true;
  });
});

test('another report is held against its manifest: rows, totals by currency, bytes', async () => {
  const rows = [
    ['p1', 'USD', 100, 'EUR', 90],
    ['p2', 'USD', -30, null, null],
    ['p3, "x"', 'USD', 9007199254740991, 'JPY', 5],
  ];
  const columns = ['payment_id', 'currency', 'total_amount', 'presentment_currency', 'presentment_amount'];
  const files: Record<Format, string> = {
    CSV: `\ufeff${[columns, ...rows].map((row) => row.map((cell) => (String(cell ?? '').includes('"') ? '"p3, ""x"""' : (cell ?? ''))).join(',')).join('\n')}`,
    JSON: `[\n${rows.map((row) => JSON.stringify({ ...Object.fromEntries(columns.map((column, index) => [column, row[index]])), meta: { a: ['}', '"\\'] } })).join(',\n')}\n]\n`,
  };
  for (const format of ['CSV', 'JSON'] as const) {
    const bytes = Buffer.from(files[format]);
    const signed = (change: Partial<Manifest>) => {
      const { manifest } = operator.manifest(windowOf([], '2026-01-01', '2026-02-01'), [], format);
      const { ledger: _, ...rest } = manifest;
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const payload = {
        ...rest,
        type: 'PAYMENT_ACTIVITY',
        rowCount: 3,
        files: [{ format, name: 'x', sizeBytes: bytes.length, sha256 }],
        totals: [
          { currency: 'USD', column: 'total_amount', sum: '9007199254741061' },
          { currency: 'EUR', column: 'presentment_amount', sum: '90' },
          { currency: 'JPY', column: 'presentment_amount', sum: '5' },
        ],
        ...change,
      };
      return {
        name: 'm.json',
        document: { manifest: payload, jws: operator.jws('daybook-manifest+jws', payload) },
      };
    };
    const check = (change: Partial<Manifest>, shown: Uint8Array = bytes) =>
      verifyLedger({
        files: [source('x', shown, seededRandom(3))],
        manifests: [signed(change)],
        keys: operator.keys,
      });
    assert.deepEqual((await check({})).fault, null);
    assert.equal((await check({ rowCount: 4 })).fault?.code, 'WRONG_COUNT');
    assert.equal(
      (await check({ totals: [{ currency: 'USD', column: 'total_amount', sum: '70' }] })).fault?.code,
      'WRONG_TOTAL',
    );
    assert.equal(
      (await check({ totals: [{ currency: 'EUR', column: 'presentment_amount', sum: '90' }] })).fault?.code,
      'WRONG_TOTAL',
    );
    const renamed = Buffer.from(files[format].replace('p2', 'p9'));
    assert.equal((await check({}, renamed)).fault?.code, 'WRONG_BYTES');
    await assert.rejects(verifyLedger({ files: [source('x', bytes)] }), UnreadableInput);
  }
});
