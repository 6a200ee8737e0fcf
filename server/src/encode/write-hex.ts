/** "00", "01" … "ff", as the big-endian numbers that their two bytes make. */
const HEX_PAIRS = Uint16Array.from({ length: 256 }, (_, byte) =>
  Buffer.from(byte.toString(16).padStart(2, '0')).readUInt16BE(),
);

/** Writes the bytes from `from` to `to` in lowercase hex; returns where it ends. */
export function writeHex(out: DataView, at: number, bytes: Buffer, from: number, to: number): number {
  let place = at;
  for (let i = from; i < to; i++, place += 2) out.setUint16(place, HEX_PAIRS[bytes[i]!]!);
  return place;
}
