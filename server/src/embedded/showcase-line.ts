const TITLE_CHARACTERS = 21;
const ROWS_CHARACTERS = 6;
const SIZE_CHARACTERS = 10;
const TIME_CHARACTERS = 7;

/** One line of the table of reports: title, rows, size, time, path. With a relative path it fits into 98 characters. */
export function showcaseLine(cells: readonly [string, string, string, string, string]): string {
  const [title, rows, size, time, path] = cells;
  return [
    title.padEnd(TITLE_CHARACTERS),
    rows.padStart(ROWS_CHARACTERS),
    size.padStart(SIZE_CHARACTERS),
    time.padStart(TIME_CHARACTERS),
    path,
  ].join('  ');
}
