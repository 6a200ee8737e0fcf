import { CellKind, type Row } from './row.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;

/** 1 for the bytes that a number is written with. */
const IN_NUMBER = new Uint8Array(256);
for (const character of '0123456789+-.eE') IN_NUMBER[character.charCodeAt(0)] = 1;

/** 1 for the bytes that JSON allows between its tokens, but for the line feed, which ends a row. */
const IN_SPACE = new Uint8Array(256);
for (const character of ' \t\r') IN_SPACE[character.charCodeAt(0)] = 1;

const NULL = new TextEncoder().encode('null');

/** Escapes of one character. */
const ESCAPES = new Map(
  Object.entries({ '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }).map(
    ([name, meaning]) => [name.charCodeAt(0), meaning.charCodeAt(0)],
  ),
);

/** What is wrong with a row's JSON, in words. */
export class MalformedJson extends Error {}

/**
 * Reads one JSON object into a row: strings unescaped, numbers as they are written (`JSON.parse` would round them, and
 * would take the last of two equal keys), `null` as an empty cell, nested values as their JSON text. All objects must
 * have the same keys in the same order.
 */
export class JsonRow {
  readonly #row: Row;
  /** The bytes between the quotes of each key of the first object. */
  readonly #keys: Uint8Array[] = [];
  readonly #names: string[] = [];
  #keysKnown = false;
  #bytes: Uint8Array = new Uint8Array();
  #at = 0;
  #to = 0;

  constructor(row: Row) {
    this.#row = row;
  }

  /** The keys, once an object was read. */
  columns(): readonly string[] {
    return this.#names;
  }

  parse(bytes: Uint8Array, from: number, to: number): void {
    this.#bytes = bytes;
    this.#at = from;
    this.#to = to;
    this.#expect(OPEN, 'the row is not a JSON object');
    for (let cell = 0; ; cell++) {
      this.#key(cell);
      this.#expect(COLON, 'a key has no value');
      this.#value();
      this.#skipSpace();
      if (this.#bytes[this.#at] !== COMMA) break;
      this.#at++;
    }
    this.#expect(CLOSE, 'the JSON object is not closed');
    this.#skipSpace();
    if (this.#at < this.#to) throw new MalformedJson('text follows the JSON object');
    if (this.#row.count < this.#keys.length)
      throw new MalformedJson(`the row has ${this.#row.count} keys, the first row ${this.#keys.length}`);
    this.#keysKnown = true;
  }

  #key(cell: number): void {
    this.#expect(QUOTE, 'a key is missing');
    const start = this.#at;
    while (this.#at < this.#to && this.#bytes[this.#at] !== QUOTE) {
      this.#at += this.#bytes[this.#at] === BACKSLASH ? 2 : 1;
    }
    const known = this.#keys[cell];
    if (!this.#keysKnown) {
      const key = this.#bytes.slice(start, this.#at);
      this.#keys.push(key);
      this.#names.push(nameOf(key));
    } else if (known === undefined || !same(known, this.#bytes, start, this.#at)) {
      throw new MalformedJson(`key ${cell + 1} is not the one of the first row`);
    }
    this.#expect(QUOTE, 'a key is not closed');
  }

  #value(): void {
    this.#skipSpace();
    const first = this.#bytes[this.#at]!;
    if (first === QUOTE) {
      this.#at++;
      this.#string();
      this.#row.endCell(CellKind.STRING);
    } else if (IN_NUMBER[first] === 1) {
      this.#copyWhile((byte) => IN_NUMBER[byte] === 1);
      this.#row.endCell(CellKind.NUMBER);
    } else if (
      this.#to - this.#at >= NULL.length &&
      same(NULL, this.#bytes, this.#at, this.#at + NULL.length)
    ) {
      this.#at += NULL.length;
      this.#row.endCell(CellKind.NULL);
    } else {
      this.#otherValue();
    }
  }

  /** A string whose opening quote is read; its text goes to the row as UTF-8. */
  #string(): void {
    const bytes = this.#bytes;
    const out = this.#row.bytes;
    let { length } = this.#row;
    let at = this.#at;
    for (;;) {
      const byte = at < this.#to ? bytes[at++]! : -1;
      if (byte === QUOTE) break;
      if (byte === -1) throw new MalformedJson('a string is not closed');
      if (byte < 0x20) throw new MalformedJson('a string holds a control character that is not escaped');
      if (byte !== BACKSLASH) {
        out[length++] = byte;
        continue;
      }
      this.#row.length = length;
      this.#at = at;
      this.#escape();
      ({ length } = this.#row);
      at = this.#at;
    }
    this.#row.length = length;
    this.#at = at;
  }

  #escape(): void {
    const name = this.#bytes[this.#at++]!;
    const meaning = ESCAPES.get(name);
    if (meaning !== undefined) {
      this.#row.bytes[this.#row.length++] = meaning;
      return;
    }
    this.#at--;
    const first = this.#unicodeEscape();
    const isHigh = first >= 0xd800 && first <= 0xdbff;
    if (isHigh && this.#bytes[this.#at] === BACKSLASH) {
      this.#at++;
      const second = this.#unicodeEscape();
      if (second >= 0xdc00 && second <= 0xdfff) {
        this.#write(String.fromCharCode(first, second));
        return;
      }
    }
    if (first >= 0xd800 && first <= 0xdfff)
      throw new MalformedJson('a string holds half of a surrogate pair');
    this.#write(String.fromCharCode(first));
  }

  #unicodeEscape(): number {
    const text = String.fromCharCode(...this.#bytes.subarray(this.#at, Math.min(this.#at + 5, this.#to)));
    if (!/^u[0-9a-fA-F]{4}$/.test(text)) throw new MalformedJson('a string holds an unknown escape');
    this.#at += 5;
    return Number.parseInt(text.slice(1), 16);
  }

  #write(text: string): void {
    const encoded = new TextEncoder().encode(text);
    for (const byte of encoded) this.#row.bytes[this.#row.length++] = byte;
  }

  /** `true`, `false`, or a nested value, up to the comma or bracket that ends it. */
  #otherValue(): void {
    const start = this.#at;
    let depth = 0;
    let quoted = false;
    this.#copyWhile((byte, before) => {
      if (quoted) {
        if (byte === QUOTE && !before) quoted = false;
        return true;
      }
      if (depth === 0 && (byte === COMMA || byte === CLOSE)) return false;
      if (byte === QUOTE) quoted = true;
      else if (byte === OPEN || byte === 0x5b) depth++;
      else if (byte === CLOSE || byte === 0x5d) depth--;
      return true;
    });
    const text = new TextDecoder().decode(this.#bytes.subarray(start, this.#at)).trim();
    if (!isJson(text)) throw new MalformedJson('a value is not JSON');
    this.#row.endCell(CellKind.OTHER);
  }

  /** Copies bytes to the row; `escaped` says whether an odd number of backslashes stands before the byte. */
  #copyWhile(wanted: (byte: number, escaped: boolean) => boolean): void {
    let escaped = false;
    while (this.#at < this.#to) {
      const byte = this.#bytes[this.#at]!;
      if (!wanted(byte, escaped)) return;
      escaped = byte === BACKSLASH && !escaped;
      this.#row.bytes[this.#row.length++] = byte;
      this.#at++;
    }
  }

  #expect(wanted: number, otherwise: string): void {
    this.#skipSpace();
    if (this.#at >= this.#to || this.#bytes[this.#at] !== wanted) throw new MalformedJson(otherwise);
    this.#at++;
  }

  #skipSpace(): void {
    while (this.#at < this.#to && IN_SPACE[this.#bytes[this.#at]!] === 1) this.#at++;
  }
}

function same(wanted: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from !== wanted.length) return false;
  for (let i = 0; i < wanted.length; i++) if (bytes[from + i] !== wanted[i]) return false;
  return true;
}

function nameOf(key: Uint8Array): string {
  const text = `"${new TextDecoder().decode(key)}"`;
  if (!isJson(text)) throw new MalformedJson('a key is not JSON');
  return JSON.parse(text) as string;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
