/** "00", "01" … "99", as the big-endian numbers that their two bytes make. */
const DIGIT_PAIRS = Uint16Array.from({ length: 100 }, (_, n) =>
  Buffer.from(String(n).padStart(2, '0')).readUInt16BE(),
);
const TWO_TO_32 = 2 ** 32;
const NINE_DIGITS = 1e9;
const ZERO = 0x30;
const MINUS = 0x2d;

/** Writes the int8 at `from` in decimal digits, exactly; returns where they end. */
export function writeInteger(out: DataView, at: number, cells: DataView, from: number): number {
  const high = cells.getInt32(from);
  const low = cells.getUint32(from + 4);
  if (high === 0) return writeUint32(out, at, low);
  const value = high * TWO_TO_32 + low;
  if (!Number.isSafeInteger(value)) {
    return writeDigits(out, at, cells.getBigInt64(from).toString());
  }
  let start = at;
  let rest = value;
  if (value < 0) {
    out.setUint8(start++, MINUS);
    rest = -value;
  }
  if (rest < TWO_TO_32) return writeUint32(out, start, rest >>> 0);
  const front = Math.floor(rest / NINE_DIGITS);
  return writeNineDigits(out, writeUint32(out, start, front), rest - front * NINE_DIGITS);
}

/** Two digits, zero-padded: `value` is 0 to 99. */
export function writeTwoDigits(out: DataView, at: number, value: number): number {
  out.setUint16(at, DIGIT_PAIRS[value]!);
  return at + 2;
}

function writeUint32(out: DataView, at: number, value: number): number {
  const end = at + digitCount(value);
  let place = end;
  let rest = value;
  while (rest >= 100) {
    const front = (rest / 100) >>> 0;
    place -= 2;
    writeTwoDigits(out, place, rest - front * 100);
    rest = front;
  }
  if (rest >= 10) writeTwoDigits(out, place - 2, rest);
  else out.setUint8(place - 1, ZERO + rest);
  return end;
}

function writeNineDigits(out: DataView, at: number, value: number): number {
  let rest = value;
  for (let place = at + 8; place >= at; place--) {
    const front = (rest / 10) >>> 0;
    out.setUint8(place, ZERO + rest - front * 10);
    rest = front;
  }
  return at + 9;
}

function digitCount(value: number): number {
  if (value < 1e5) {
    if (value < 100) return value < 10 ? 1 : 2;
    if (value < 1e4) return value < 1000 ? 3 : 4;
    return 5;
  }
  if (value < 1e7) return value < 1e6 ? 6 : 7;
  if (value < 1e9) return value < 1e8 ? 8 : 9;
  return 10;
}

function writeDigits(out: DataView, at: number, digits: string): number {
  for (let i = 0; i < digits.length; i++) out.setUint8(at + i, digits.charCodeAt(i));
  return at + digits.length;
}
