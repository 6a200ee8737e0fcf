import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type NdjsonLine, readNdjson } from './read-ndjson.ts';

const BYTES = Buffer.from('{"a":1}\n\n  \r\n{"b":"é🧾"}\r\n{"c":3}');

describe('lines of NDJSON', () => {
  for (const size of [1, 2, 3, 5, 7, 1_000]) {
    it(`are the same in chunks of ${size} bytes, and keep their numbers past blank lines`, async () => {
      assert.deepEqual(
        (await read(BYTES, size)).map(({ number, text }) => [number, text.trim()]),
        [
          [1, '{"a":1}'],
          [4, '{"b":"é🧾"}'],
          [5, '{"c":3}'],
        ],
      );
    });
  }

  it('are none in an empty stream', async () => assert.deepEqual(await read(Buffer.alloc(0), 1), []));

  it('may be as long as the limit and no longer, wherever the chunks end', async () => {
    const long = Buffer.from(`\n${'x'.repeat(20)}\n`);
    const longer = Buffer.from(`\n${'x'.repeat(21)}\n`);
    for (const size of [1, 8, 1_000]) {
      assert.equal((await read(long, size)).length, 1);
      await assert.rejects(read(longer, size), {
        code: 'INVALID_REQUEST',
        message: 'Line 2 is longer than 20 bytes.',
        details: [{ path: 'line 2', message: 'is longer than 20 bytes' }],
      });
    }
  });

  it('may begin with a byte order mark, which is none of the first line', async () => {
    assert.deepEqual(
      (await read(Buffer.from('\uFEFF{}\n\uFEFF{}'), 2)).map(({ text }) => text),
      ['{}', '\uFEFF{}'],
    );
    assert.deepEqual(await read(Buffer.from('\uFEFF\r\n'), 1), []);
  });

  it('must be UTF-8', async () => {
    const bytes = Buffer.concat([Buffer.from('{}\n"'), Buffer.from([0xff]), Buffer.from('"\n')]);
    await assert.rejects(read(bytes, 3), { message: 'Line 2 is not UTF-8 text.' });
  });
});

async function read(bytes: Buffer, chunkSize: number): Promise<NdjsonLine[]> {
  const lines: NdjsonLine[] = [];
  for await (const line of readNdjson(chunksOf(bytes, chunkSize), 20)) lines.push(line);
  return lines;
}

async function* chunksOf(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}
