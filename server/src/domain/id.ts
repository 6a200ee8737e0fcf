import { randomBytes } from 'node:crypto';

/** Prefixes of the identifiers that Daybook makes or takes. */
export type IdPrefix =
  | 'acc' | 'adj' | 'ble' | 'bnk' | 'cus' | 'dsp' | 'evt' | 'ord' | 'pmt' | 'pto' | 'rec' | 'rfd' | 'rpt' | 'ses' | 'shp' | 'stk'; // prettier-ignore

const CROCKFORD = '0123456789abcdefghjkmnpqrstvwxyz';
const TIME_CHARACTERS = 10;
const RANDOM_CHARACTERS = 14;

const POOL_BYTES = 4_096;
let pool = Buffer.alloc(0);

/** Random bytes drawn in advance: a call for each identifier would cost more than all the rest of it. */
function pooledRandomBytes(size: number): Uint8Array {
  if (pool.length < size) pool = randomBytes(POOL_BYTES);
  const bytes = pool.subarray(0, size);
  pool = pool.subarray(size);
  return bytes;
}

/**
 * A new identifier: `<prefix>_` + 24 characters of lowercase Crockford base32, 10 of millisecond time and 14 of
 * randomness, so that identifiers sort by creation.
 */
export function newId(
  prefix: IdPrefix,
  now: number,
  random: (size: number) => Uint8Array = pooledRandomBytes,
): string {
  let time = '';
  let rest = now;
  for (let i = 0; i < TIME_CHARACTERS; i += 1) {
    time = CROCKFORD.charAt(rest % 32) + time;
    rest = Math.floor(rest / 32);
  }
  let tail = '';
  for (const byte of random(RANDOM_CHARACTERS)) tail += CROCKFORD.charAt(byte & 31);
  return `${prefix}_${time}${tail}`;
}

/** Whether `text` has the form of an identifier made by Daybook with this prefix. */
export function isOwnId(prefix: IdPrefix, text: string): boolean {
  return (
    text.length === 28 && text.startsWith(`${prefix}_`) && /^[0-9a-hjkmnp-tv-z]{24}$/.test(text.slice(4))
  );
}

/** Identifiers that the platform supplies: 1 to 64 of `A-Z a-z 0-9 _ -`. */
export const PLATFORM_ID = /^[A-Za-z0-9_-]{1,64}$/;
