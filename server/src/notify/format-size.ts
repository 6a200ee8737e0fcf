const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** A number of bytes for people, in powers of a thousand: `0 bytes`, `1.2 kB`, `345 MB`. */
export function formatSize(bytes: number): string {
  let amount = bytes;
  let unit = 0;
  // From 999.5 on it would be rounded up to a thousand.
  while (amount >= 999.5 && unit < UNITS.length - 1) {
    amount /= 1_000;
    unit += 1;
  }
  const digits = unit > 0 && amount < 99.95 ? 1 : 0;
  return `${amount.toFixed(digits)} ${UNITS[unit]}`;
}
