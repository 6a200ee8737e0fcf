import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Column } from '../domain/column.ts';
import { FORMATS } from '../domain/format.ts';
import { binaryCopy, type Cell } from './binary-copy-for-tests.ts';
import { cut, encodeChunks } from './encode-for-tests.ts';
import { obviousEncoding } from './oracle-for-tests.ts';

const COLUMNS: readonly Column[] = [
  { name: 'id', kind: 'text' },
  { name: 'name', kind: 'guarded' },
  { name: 'metadata', kind: 'json' },
  { name: 'hash', kind: 'hex' },
  { name: 'note', kind: 'guarded' },
];

test('cells of megabytes are written whole, in every kind that has a length', async () => {
  const long = (start: string): string => start + '…, "\n\t😀plain'.repeat(60_000);
  const metadata = JSON.stringify({ text: long('') });
  const everyByte = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const rows: Cell[][] = [
    [long('id'), long("'="), metadata, Buffer.alloc(1_200_000, everyByte), long('')],
    ['x'.repeat(1_100_000), '＠'.repeat(400_000), '{}', Buffer.alloc(0), '"'.repeat(1_000_000)],
    ['\u0001'.repeat(1_000_000), '', null, null, 'y'.repeat(4096)],
  ];
  const copied = binaryCopy(rows);
  const expected = new Map(FORMATS.map((format) => [format, obviousEncoding(format, COLUMNS, rows, true)]));
  for (const sizes of [[65_536], [copied.length], [17, 700_000, 1]]) {
    const { bytes } = await encodeChunks(COLUMNS, cut(copied, sizes), { formulaGuard: true });
    for (const [format, encoded] of bytes) {
      assert.ok(encoded.equals(expected.get(format)!), `${format} by ${sizes.join()}`);
    }
  }
});
