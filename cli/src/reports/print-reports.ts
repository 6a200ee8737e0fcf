import type { Report } from '@daybook/client';
import { columnsOf } from '../columns-of.ts';
import type { CommandIo } from '../command.ts';
import { fitText } from '../fit-text.ts';

const ID_WIDTH = 28;
const STATUS_WIDTH = 10;
const TYPE_WIDTH = 21;
const PERIOD_WIDTH = 24;
const ROWS_WIDTH = 16;
const WIDTH = ID_WIDTH + STATUS_WIDTH + TYPE_WIDTH + PERIOD_WIDTH + ROWS_WIDTH + 4 * 2;
const RED = 31;

/**
 * How `list` prints a report: one line, with the same columns in a pipe as on a terminal; where that is too narrow for it,
 * two short ones.
 */
export function printReports({ stdout, colours }: CommandIo): (report: Report) => string {
  const columns = columnsOf(stdout);
  return (report) => {
    const { id, type, status, periodStart, periodEnd, rowCount, rowsWritten } = report;
    const period = `${periodStart.slice(0, 10)} to ${periodEnd.slice(0, 10)}`;
    const rows = `${(rowCount ?? rowsWritten ?? 0).toLocaleString('en')} rows`;
    const line =
      columns >= WIDTH
        ? `${id}  ${status.padEnd(STATUS_WIDTH)}  ${type.padEnd(TYPE_WIDTH)}  ${period}  ${rows.padStart(ROWS_WIDTH)}`
        : `${fitText(`${id}  ${status.padEnd(STATUS_WIDTH)}  ${type}`, columns, 2)}\n  ${period}  ${rows}`;
    const shown =
      colours && status === 'FAILED' ? line.replace(status, `\x1b[${RED}m${status}\x1b[0m`) : line;
    return `${shown}\n`;
  };
}
