const BACKSLASH = 0x5c;
const LETTER_U = 0x75;
const ZERO = 0x30;
const HEX_DIGITS = Buffer.from('0123456789abcdef');

/** What follows the backslash; 0 for the bytes that are written as they are. */
const ESCAPE = new Uint8Array(256);
ESCAPE.fill(LETTER_U, 0, 0x20);
for (const [character, letter] of ['""', '\\\\', '\bb', '\ff', '\nn', '\rr', '\tt']) {
  ESCAPE[character!.charCodeAt(0)] = letter!.charCodeAt(0);
}

/** Writes UTF-8 text as the inside of a JSON string, escaped as JSON.stringify would; returns where it ends. */
export function writeJsonText(out: Buffer, at: number, bytes: Buffer, from: number, to: number): number {
  // Nearly no text needs escapes, so it is copied while it is looked at, and written again in the rare case.
  let place = at;
  let escapes = 0;
  for (let i = from; i < to; i++) {
    const byte = bytes[i]!;
    out[place++] = byte;
    escapes |= ESCAPE[byte]!;
  }
  return escapes === 0 ? place : writeEscaped(out, at, bytes, from, to);
}

function writeEscaped(out: Buffer, at: number, bytes: Buffer, from: number, to: number): number {
  let place = at;
  for (let i = from; i < to; i++) {
    const byte = bytes[i]!;
    const escape = ESCAPE[byte]!;
    if (escape === 0) {
      out[place++] = byte;
      continue;
    }
    out[place++] = BACKSLASH;
    out[place++] = escape;
    if (escape !== LETTER_U) continue;
    out[place++] = ZERO;
    out[place++] = ZERO;
    out[place++] = HEX_DIGITS[byte >> 4]!;
    out[place++] = HEX_DIGITS[byte & 15]!;
  }
  return place;
}
