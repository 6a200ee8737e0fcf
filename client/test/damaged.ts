import type { SeededRandom } from '../../server/test/support/seeded-random.ts';

/** Bytes that mean something in one of the formats, or in none. */
const BYTES = [
  '"',
  ',',
  '\n',
  '\r',
  '\r\n',
  '\0',
  '\\',
  '{',
  '}',
  ']',
  'null',
  '0',
  '-',
  ' ',
  '\t',
  'é',
  '\ud83e\uddfe',
];

/** Changes to bytes that know nothing of rows. Some leave a file good. */
const DAMAGES: Readonly<Record<string, (bytes: Buffer, at: number, random: SeededRandom) => Buffer>> = {
  'one byte is another': (bytes, at, random) => splice(bytes, at, 1, Buffer.of(random.below(256))),
  'bytes are gone': (bytes, at, random) => splice(bytes, at, 1 + random.below(20), Buffer.of()),
  'something is put in': (bytes, at, random) => splice(bytes, at, 0, Buffer.from(random.pick(BYTES))),
  'one of a pair is put in': (bytes, at, random) =>
    splice(bytes, at, 1, Buffer.from(`${random.pick(BYTES)}${random.pick(BYTES)}`)),
  'the end is gone': (bytes, at) => bytes.subarray(0, at),
  'something follows': (bytes, _, random) => Buffer.concat([bytes, Buffer.from(random.pick(BYTES))]),
  'lines end as on Windows': (bytes) => Buffer.from(bytes.toString().replaceAll(/\r?\n/g, '\r\n')),
  'quotes are gone': (bytes) => Buffer.from(bytes.toString().replaceAll('"', '')),
  'a line comes twice': (bytes, at) => {
    const from = bytes.indexOf('\n', at) + 1;
    const to = bytes.indexOf('\n', from) + 1;
    return splice(bytes, to, 0, bytes.subarray(from, to));
  },
};

/** The bytes after one random change, and what it was. */
export function damaged(bytes: Buffer, random: SeededRandom): { what: string; bytes: Buffer } {
  const [what, damage] = random.pick(Object.entries(DAMAGES));
  return { what, bytes: damage(bytes, random.below(bytes.length), random) };
}

function splice(bytes: Buffer, at: number, gone: number, put: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + gone)]);
}
