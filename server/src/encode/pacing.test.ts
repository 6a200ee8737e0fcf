import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { Column } from '../domain/column.ts';
import { type Format, FORMATS } from '../domain/format.ts';
import { binaryCopy, binaryRow } from './binary-copy-for-tests.ts';
import { encodeRows, type RowEncoding } from './encode-rows.ts';

const COLUMNS: readonly Column[] = [
  { name: 'a', kind: 'text' },
  { name: 'b', kind: 'guarded' },
];
const HEADER = binaryCopy([]).subarray(0, 19);
const ROW = binaryRow(['x'.repeat(100), 'y'.repeat(100)]);
const ROWS_PER_CHUNK = 300;
const CHUNK = Buffer.concat(Array.from({ length: ROWS_PER_CHUNK }, () => ROW));
const CHUNKS = 300;
const TRAILER = Buffer.from([0xff, 0xff]);

/** About 19 MB; `taken` counts what was asked for. */
function countedSource(): { chunks: Iterable<Buffer>; taken(): number } {
  let taken = 0;
  function* chunks(): Generator<Buffer> {
    yield HEADER;
    for (let i = 0; i < CHUNKS; i++) {
      taken += CHUNK.length;
      yield CHUNK;
    }
    yield TRAILER;
  }
  return { chunks: chunks(), taken: () => taken };
}

function start(formats: readonly Format[] = FORMATS): RowEncoding {
  return encodeRows({ columns: COLUMNS, formats, formulaGuard: true });
}

const discard = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });

for (const slow of FORMATS) {
  test(`a slow reader of the ${slow} bounds what is taken in and what the other reader gets`, async () => {
    const encoding = start();
    const source = countedSource();
    let read = 0;
    let aheadMax = 0;
    const slowReader = new Writable({
      highWaterMark: 1,
      write(chunk: Buffer, _encoding, done) {
        read += chunk.length;
        // Everything that can run without this reader runs before it takes more.
        void (async () => {
          for (let turn = 0; turn < 5; turn++) await setImmediate();
          aheadMax = Math.max(aheadMax, source.taken() - read);
          done();
        })();
      },
    });
    await Promise.all([
      pipeline(Readable.from(source.chunks, { objectMode: true }), encoding.input),
      ...[...encoding.outputs].map(([format, output]) =>
        pipeline(output, format === slow ? slowReader : discard()),
      ),
    ]);
    assert.equal(encoding.rowsWritten(), CHUNKS * ROWS_PER_CHUNK);
    assert.ok(aheadMax > 0 && aheadMax < 2_500_000, `${aheadMax} bytes ahead of the reader`);
  });
}

test('one huge chunk is encoded no faster than it is read, though its rows are long', async () => {
  const encoding = start(['CSV']);
  const longRow = binaryRow(['x'.repeat(20_000), null]);
  const rowCount = 1000;
  encoding.input.end(Buffer.concat([HEADER, ...Array.from({ length: rowCount }, () => longRow), TRAILER]));
  await setImmediate();
  const writtenBytes = encoding.rowsWritten() * longRow.length;
  assert.ok(writtenBytes > 0 && writtenBytes < 1_000_000, `${writtenBytes} bytes written to nobody`);
  let sizeBytes = 0;
  for await (const chunk of encoding.outputs.get('CSV')!) sizeBytes += (chunk as Buffer).length;
  assert.equal(sizeBytes, Buffer.byteLength('\ufeffa,b') + rowCount * '\n,'.length + rowCount * 20_000);
});

test('a reader that asks for more from inside its data event gets every row once', async () => {
  const encoding = start(['CSV']);
  const output = encoding.outputs.get('CSV')!;
  const chunks: Buffer[] = [];
  output.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    output.read(0);
  });
  // Once it flows, a push is a data event at once.
  await setImmediate();
  const names = Array.from({ length: 100_000 }, (_, i) => `row ${i}`);
  encoding.input.end(binaryCopy(names.map((name) => [name, null])));
  await once(output, 'end');
  assert.equal(Buffer.concat(chunks).toString(), `\ufeffa,b${names.map((name) => `\n${name},`).join('')}`);
});

for (const gone of FORMATS) {
  test(`a reader of the ${gone} that goes away ends the input and the other output`, async () => {
    const encoding = start();
    const other = encoding.outputs.get(gone === 'CSV' ? 'JSON' : 'CSV')!;
    const source = Readable.from(countedSource().chunks, { objectMode: true });
    const inputDone = assert.rejects(pipeline(source, encoding.input), /went away/);
    const otherDone = assert.rejects(pipeline(other, discard()), /went away/);
    const leaving = encoding.outputs.get(gone)!;
    leaving.once('data', () => leaving.destroy());
    await Promise.all([inputDone, otherDone]);
    assert.ok(source.destroyed && encoding.input.destroyed && other.destroyed);
    assert.throws(() => encoding.files());
  });
}

test('an error of a sink reaches the input as it is, and a write in hand gets its answer', async () => {
  const encoding = start(['JSON']);
  const failure = new Error('The disk is full.');
  // Nobody reads, so this write stays unanswered.
  const answered = new Promise((resolve) => {
    encoding.input.write(Buffer.concat([HEADER, ...Array.from({ length: CHUNKS }, () => CHUNK)]), resolve);
  });
  const sink = new Writable({ write: (_chunk, _encoding, done) => done(failure) });
  const inputError = once(encoding.input, 'error');
  await assert.rejects(pipeline(encoding.outputs.get('JSON')!, sink), failure);
  assert.deepEqual(await inputError, [failure]);
  assert.equal(await answered, failure);
});

test('an input that fails, or is closed before its end, fails every output with the reason', async () => {
  const failure = new Error('The connection was lost.');
  for (const [reason, message] of [
    [failure, failure.message],
    [undefined, 'The rows were cut off before their end.'],
  ] as const) {
    const encoding = start();
    encoding.input.on('error', () => {});
    const readers = [...encoding.outputs.values()].map((output) =>
      assert.rejects(pipeline(output, discard()), { message }),
    );
    encoding.input.write(HEADER);
    encoding.input.write(CHUNK, () => encoding.input.destroy(reason));
    await Promise.all(readers);
  }
});

test('a reader that goes away after the input has ended still fails the other', async () => {
  const encoding = start();
  encoding.input.end(Buffer.concat([HEADER, CHUNK, TRAILER]));
  await once(encoding.input, 'close');
  const [csv, json] = [encoding.outputs.get('CSV')!, encoding.outputs.get('JSON')!];
  const jsonError = once(json, 'error');
  csv.destroy();
  assert.match(String(await jsonError), /The reader of the CSV output went away/);
});

test('there are no files to name before the end', () => {
  const encoding = start();
  encoding.input.write(HEADER);
  assert.throws(() => encoding.files(), { message: 'The output has no digest before its end.' });
});
