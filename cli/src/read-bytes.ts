/** `1.2 MB` */
export function readBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = bytes / 1_000;
  while (value >= 999.95 && units.length > 1) {
    value /= 1_000;
    units.shift();
  }
  return `${value.toFixed(1)} ${units[0]}`;
}
