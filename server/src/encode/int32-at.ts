/** The big-endian signed 32-bit number at `from`: how the binary COPY format writes lengths and halves of integers. */
export function int32At(bytes: Buffer, from: number): number {
  return (bytes[from]! << 24) | (bytes[from + 1]! << 16) | (bytes[from + 2]! << 8) | bytes[from + 3]!;
}
