/** A cell as the database would send it: text, int8 and timestamptz (µs since 2000) as bigint, bytea as bytes. */
export type Cell = string | bigint | Buffer | null;

/** What `COPY (…) TO STDOUT (FORMAT binary)` would send for these rows. */
export function binaryCopy(rows: readonly (readonly Cell[])[], extension = Buffer.alloc(0)): Buffer {
  return Buffer.concat([
    Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'),
    int32(0),
    int32(extension.length),
    extension,
    ...rows.map(binaryRow),
    int16(-1),
  ]);
}

export function binaryRow(row: readonly Cell[]): Buffer {
  return Buffer.concat([int16(row.length), ...row.flatMap(field)]);
}

function field(cell: Cell): Buffer[] {
  if (cell === null) return [int32(-1)];
  const content = typeof cell === 'bigint' ? int64(cell) : Buffer.from(cell as string);
  return [int32(content.length), content];
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function int64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(value);
  return bytes;
}
