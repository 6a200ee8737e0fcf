const WORD_BYTES = 4;
/** In every byte of a word: the first that no format has to escape. Below are controls, space, `"`, `,` and others. */
const FIRST_PLAIN = 0x2d2d2d2d;
const BACKSLASHES = 0x5c5c5c5c;
const ONES = 0x01010101;
const HIGH_BITS = 0x80808080;

/**
 * Copies `length` bytes, four at a time, and says whether all are plain: none below `-`, no backslash. If not, the text has
 * to be looked at byte by byte; it may still be that nothing is escaped. Up to three bytes behind the copy are overwritten.
 *
 * Whether a word has a byte below n, or a zero byte: Sean Eron Anderson, "Bit Twiddling Hacks".
 */
export function copyPlainText(
  out: DataView,
  at: number,
  bytes: DataView,
  from: number,
  length: number,
): boolean {
  const whole = length & -WORD_BYTES;
  let found = 0;
  for (let i = 0; i < whole; i += WORD_BYTES) {
    const word = bytes.getInt32(from + i, true);
    out.setInt32(at + i, word, true);
    const other = word ^ BACKSLASHES;
    found |= ((word - FIRST_PLAIN) & ~word) | ((other - ONES) & ~other);
  }
  if (whole < length) {
    if (from + whole + WORD_BYTES > bytes.byteLength) return false;
    const word = bytes.getInt32(from + whole, true);
    out.setInt32(at + whole, word, true);
    const own = word | (-1 << (8 * (length - whole)));
    const other = own ^ BACKSLASHES;
    found |= ((own - FIRST_PLAIN) & ~own) | ((other - ONES) & ~other);
  }
  return (found & HIGH_BITS) === 0;
}
