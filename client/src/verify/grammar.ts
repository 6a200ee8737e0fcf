const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;

const IN_ID = marks('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-');
const IN_HASH = marks('0123456789abcdef');
const IN_CURRENCY = marks('ABCDEFGHIJKLMNOPQRSTUVWXYZ');

/** `0` is a digit, the rest stands as it is. */
const TIMESTAMP = new TextEncoder().encode('0000-00-00T00:00:00.000Z');
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const ENTRY_TYPES = [
  'OPENING_BALANCE',
  'PAYMENT_RECEIVED',
  'REFUND_INSTANT',
  'REFUND_ASYNC',
  'REFUND_EXTERNAL',
  'DISPUTE_CREATED',
  'DISPUTE_WON',
  'DISPUTE_PREVENTED',
  'PAYOUT',
  'PAYOUT_RETURNED',
  'ADJUSTMENT',
].map((type) => new TextEncoder().encode(type));

/** Whether `bytes[from, to)` is an id: 1 to 64 of `A-Za-z0-9_-`. */
export function isId(bytes: Uint8Array, from: number, to: number): boolean {
  return to > from && to - from <= 64 && allIn(IN_ID, bytes, from, to);
}

/** 64 lowercase hexadecimal digits. */
export function isHash(bytes: Uint8Array, from: number, to: number): boolean {
  return to - from === 64 && allIn(IN_HASH, bytes, from, to);
}

/** Three capital letters. */
export function isCurrency(bytes: Uint8Array, from: number, to: number): boolean {
  return to - from === 3 && allIn(IN_CURRENCY, bytes, from, to);
}

/** One of the types of ledger entries. */
export function isEntryType(bytes: Uint8Array, from: number, to: number): boolean {
  return ENTRY_TYPES.some((type) => {
    if (type.length !== to - from) return false;
    for (let i = 0; i < type.length; i++) if (type[i] !== bytes[from + i]) return false;
    return true;
  });
}

/** The integer, or NaN unless it is canonical (no `+`, `-0`, leading zeros) and within ±9 007 199 254 740 991. */
export function integerAt(bytes: Uint8Array, from: number, to: number): number {
  const negative = bytes[from] === MINUS;
  const first = negative ? from + 1 : from;
  if (to <= first || to - first > 16) return NaN;
  if (bytes[first] === ZERO && (negative || to - first > 1)) return NaN;
  let value = 0;
  for (let at = first; at < to; at++) {
    const byte = bytes[at]!;
    if (byte < ZERO || byte > NINE) return NaN;
    value = value * 10 + (byte - ZERO);
  }
  if (value > Number.MAX_SAFE_INTEGER) return NaN;
  return negative ? -value : value;
}

/** `2026-04-01T00:00:00.000Z`, of a day and time that exist. */
export function isTimestamp(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from !== TIMESTAMP.length) return false;
  for (let i = 0; i < TIMESTAMP.length; i++) {
    const byte = bytes[from + i]!;
    const wanted = TIMESTAMP[i]!;
    if (wanted === ZERO ? byte < ZERO || byte > NINE : byte !== wanted) return false;
  }
  const year = pair(bytes, from) * 100 + pair(bytes, from + 2);
  const month = pair(bytes, from + 5);
  const day = pair(bytes, from + 8);
  if (month < 1 || month > 12 || day < 1 || year < 1) return false;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (day > DAYS_IN_MONTH[month - 1]! + (month === 2 && isLeap ? 1 : 0)) return false;
  return pair(bytes, from + 11) <= 23 && pair(bytes, from + 14) <= 59 && pair(bytes, from + 17) <= 59;
}

/** Whether it is well-formed UTF-8 without NUL, as all text of a database is. */
export function isText(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const byte = bytes[at]!;
    if (byte === 0) return false;
    if (byte >= 0x80) return isUtf8(bytes.subarray(at, to));
  }
  return true;
}

function isUtf8(bytes: Uint8Array): boolean {
  if (bytes.includes(0)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function pair(bytes: Uint8Array, at: number): number {
  return (bytes[at]! - ZERO) * 10 + bytes[at + 1]! - ZERO;
}

function allIn(marked: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (marked[bytes[at]!] === 0) return false;
  return true;
}

function marks(characters: string): Uint8Array {
  const marked = new Uint8Array(256);
  for (const character of characters) marked[character.charCodeAt(0)] = 1;
  return marked;
}
