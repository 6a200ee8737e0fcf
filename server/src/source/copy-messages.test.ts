import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { copyMessages } from './copy-messages.ts';

type Message = { readonly code: string; readonly body: Buffer };

const RUNS = { seed: 20261123, numRuns: 500 };
const COPY_OUT_RESPONSE = { code: 'H', body: Buffer.from([1, 0, 1, 0, 1]) };
const COPY_DONE = { code: 'c', body: Buffer.alloc(0) };

const body = fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes));
const row = body.map((bytes): Message => ({ code: 'd', body: bytes }));
/** What a server may say between rows: a notice, a changed setting, a notification. */
const aside = fc.record({ code: fc.constantFrom('N', 'S', 'A'), body });
const messages = fc.array(fc.oneof({ weight: 4, arbitrary: row }, { weight: 1, arbitrary: aside }), { maxLength: 30 }); // prettier-ignore
const end = fc.constantFrom(COPY_DONE, { code: 'E', body: Buffer.from('SERROR\0\0') });
const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 6 });

function bytesOf({ code, body: content }: Message): Buffer {
  const header = Buffer.alloc(5);
  header.write(code, 'latin1');
  header.writeInt32BE(4 + content.length, 1);
  return Buffer.concat([header, content]);
}

/** Gives it the bytes in chunks of these sizes in turn, each in memory of its own, until the rows are over. */
function takeApart(bytes: Buffer, chunkSizes: readonly number[]) {
  const rows: Buffer[] = [];
  const others: Buffer[] = [];
  const take = copyMessages((other) => others.push(other));
  let after: Buffer | null = null;
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const chunk = Buffer.from(bytes.subarray(at, at + chunkSizes[turn % chunkSizes.length]!));
    at += chunk.length;
    if (after) {
      after = Buffer.concat([after, chunk]);
      continue;
    }
    const taken = take(chunk);
    // What is kept of a chunk must not change when more of the same chunk is taken apart.
    rows.push(taken.rows);
    after = taken.after;
  }
  return { rows: Buffer.concat(rows), rest: Buffer.concat([...others, after ?? Buffer.alloc(0)]) };
}

test('rows come out whole and in order, and everything else goes on as it came, however the bytes are cut', () => {
  fc.assert(
    fc.property(messages, end, fc.array(aside, { maxLength: 3 }), sizes, (between, last, later, cuts) => {
      const all = [COPY_OUT_RESPONSE, ...between, last, ...later];
      const { rows, rest } = takeApart(Buffer.concat(all.map(bytesOf)), cuts);
      const isRow = ({ code }: Message) => code === 'd';
      assert.deepEqual(rows, Buffer.concat(between.filter(isRow).map((message) => message.body)));
      assert.deepEqual(rest, Buffer.concat(all.filter((message) => !isRow(message)).map(bytesOf)));
    }),
    RUNS,
  );
});

test('what follows the last row is left alone, even if it looks like a row', () => {
  const tail = [
    COPY_DONE,
    { code: 'C', body: Buffer.from('COPY 1\0') },
    { code: 'd', body: Buffer.from('late') },
  ];
  const { rows, rest } = takeApart(Buffer.concat(tail.map(bytesOf)), [7]);
  assert.equal(rows.length, 0);
  assert.deepEqual(rest, Buffer.concat(tail.map(bytesOf)));
});

test('a message of an impossible length is an error', () => {
  for (const length of [3, 0, -1]) {
    const bytes = Buffer.alloc(5, 'd');
    bytes.writeInt32BE(length, 1);
    for (const cut of [5, 1]) {
      assert.throws(() => takeApart(bytes, [cut]), {
        message: 'The database sent a message of an impossible length.',
      });
    }
  }
});
