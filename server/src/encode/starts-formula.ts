const APOSTROPHE = 0x27;
const FULLWIDTH_LEAD = 0xef;
const ASCII_SIGNS = Buffer.from('=+-@\t\r');
/** ＝ ＋ － ＠ in UTF-8, each three bytes that begin with 0xEF. */
const FULLWIDTH_SIGNS = ['＝', '＋', '－', '＠'].map((sign) => Buffer.from(sign));

/** The first bytes a matching value can have: one look settles nearly every cell. */
const MAY_START = new Uint8Array(256);
for (const byte of [APOSTROPHE, FULLWIDTH_LEAD, ...ASCII_SIGNS]) MAY_START[byte] = 1;

/** Whether the UTF-8 text from `from` to `to`, not empty, matches `^'*[=+\-@\t\r＝＋－＠]`. */
export function startsFormula(bytes: Buffer, from: number, to: number): boolean {
  return MAY_START[bytes[from]!] === 1 && matchesFormula(bytes, from, to);
}

function matchesFormula(bytes: Buffer, from: number, to: number): boolean {
  let at = from;
  while (at < to && bytes[at] === APOSTROPHE) at++;
  if (at === to) return false;
  if (ASCII_SIGNS.includes(bytes[at]!)) return true;
  const sign = bytes.subarray(at, Math.min(at + 3, to));
  return FULLWIDTH_SIGNS.some((fullwidth) => fullwidth.equals(sign));
}
