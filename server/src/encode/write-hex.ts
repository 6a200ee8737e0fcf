const HEX_DIGITS = Buffer.from('0123456789abcdef');

/** Writes the bytes from `from` to `to` in lowercase hex; returns where it ends. */
export function writeHex(out: Buffer, at: number, bytes: Buffer, from: number, to: number): number {
  let place = at;
  for (let i = from; i < to; i++) {
    const byte = bytes[i]!;
    out[place++] = HEX_DIGITS[byte >> 4]!;
    out[place++] = HEX_DIGITS[byte & 15]!;
  }
  return place;
}
