import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Column } from '../domain/column.ts';
import { binaryCopy, binaryRow, type Cell } from './binary-copy-for-tests.ts';
import { cut, encodeChunks } from './encode-for-tests.ts';

const COLUMNS: readonly Column[] = [
  { name: 'id', kind: 'text' },
  { name: 'amount', kind: 'integer' },
  { name: 'at', kind: 'timestamp' },
];
const ROWS: Cell[][] = [
  ['a', 1n, 2n],
  ['b', null, 3n],
];
const WHOLE = binaryCopy(ROWS);

async function fails(bytes: Buffer, message: RegExp): Promise<void> {
  for (const sizes of [[bytes.length], [1]]) {
    await assert.rejects(encodeChunks(COLUMNS, cut(bytes, sizes)), { message });
  }
}

function withBytes(at: number, ...values: number[]): Buffer {
  const changed = Buffer.from(WHOLE);
  changed.set(values, at);
  return changed;
}

test('input that ends anywhere before its trailer is an error', async () => {
  for (let length = 0; length < WHOLE.length; length++) {
    await assert.rejects(encodeChunks(COLUMNS, [WHOLE.subarray(0, length)]), {
      message: 'The binary COPY data ended before its trailer.',
    });
  }
});

test('bytes after the trailer are an error, in the same chunk and in the next', async () => {
  await fails(Buffer.concat([WHOLE, Buffer.from([0])]), /^There are bytes after the trailer/);
  await fails(Buffer.concat([WHOLE, binaryRow(ROWS[0]!)]), /^There are bytes after the trailer/);
});

test('data without the signature of binary COPY is an error', async () => {
  await fails(Buffer.from('id,amount,at\na,1,2000-01-01\n'), /^The data does not start with the signature/);
  await fails(withBytes(10, 1), /^The data does not start with the signature/);
});

test('an extension of the header is skipped by its length', async () => {
  const plain = await encodeChunks(COLUMNS, [WHOLE]);
  for (const length of [1, 300, 100_000]) {
    const extended = binaryCopy(ROWS, Buffer.alloc(length, 0xff));
    for (const size of [7, 65_536]) {
      assert.deepEqual((await encodeChunks(COLUMNS, cut(extended, [size]))).bytes, plain.bytes);
    }
  }
  await fails(withBytes(15, 0xff), /extension of negative length/);
});

test('a critical flag in the header is an error, any other flag is not', async () => {
  await fails(withBytes(12, 1), /^The binary COPY header has flags/);
  assert.equal((await encodeChunks(COLUMNS, [withBytes(14, 1)])).rowsWritten, 2);
});

test('a row with too few or too many fields is an error', async () => {
  await fails(binaryCopy([['a', 1n]]), /^A row has 2 fields where 3 columns are expected\.$/);
  await fails(binaryCopy([['a', 1n, 2n, 'b']]), /^A row has 4 fields where 3 columns are expected\.$/);
  await fails(binaryCopy([...ROWS, []]), /^A row has 0 fields where 3 columns are expected\.$/);
});

test('a field of a length that its kind cannot have is an error', async () => {
  await fails(binaryCopy([['a', 'four', 2n]]), /^Field 2 of a row has the impossible length 4\.$/);
  await fails(binaryCopy([['a', 1n, '']]), /^Field 3 of a row has the impossible length 0\.$/);
  const lengthWord = 19 + 2;
  await fails(
    withBytes(lengthWord, 0xff, 0xff, 0xff, 0xfe),
    /^Field 1 of a row has the impossible length -2\.$/,
  );
  await fails(
    withBytes(lengthWord, 0x7f, 0xff, 0xff, 0xff),
    /^Field 1 of a row has the impossible length \d+\.$/,
  );
});

test('a timestamp outside the years 1 to 9999, infinity among them, is an error', async () => {
  const day = 86_400_000_000n;
  const first = -730_119n * day;
  const last = 2_921_940n * day - 1n;
  const { bytes } = await encodeChunks(COLUMNS, [
    binaryCopy([
      ['', 0n, first],
      ['', 0n, last],
    ]),
  ]);
  assert.match(bytes.get('CSV')!.toString(), /,0001-01-01T00:00:00\.000Z\n,0,9999-12-31T23:59:59\.999Z$/);
  for (const outside of [first - 1n, last + 1n, 2n ** 63n - 1n, -(2n ** 63n)]) {
    await fails(binaryCopy([['a', 1n, outside]]), /^A timestamp lies outside the years 0001 to 9999\.$/);
  }
});
