import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { describe, it } from 'node:test';
import type { Report } from '@daybook/client';
import type { CommandIo, Output } from '../src/command.ts';
import { createExportLine } from '../src/export/export-line.ts';
import { fitText } from '../src/fit-text.ts';
import { printReport } from '../src/reports/print-report.ts';
import { printReports } from '../src/reports/print-reports.ts';
import { startDaybookCommand } from './run-daybook.ts';

const COMMANDS = ['login', 'export', 'list', 'get', 'download', 'cancel', 'verify'];
const REPORT = {
  id: 'rpt_01m8429ya5efs5zv9dgf39d0',
  type: 'PAYOUT_RECONCILIATION',
  status: 'FAILED',
  periodStart: '2026-04-01T00:00:00.000Z',
  periodEnd: '2026-07-01T00:00:00.000Z',
  rowCount: 1_234_567,
  asOf: '2026-07-01T00:00:05.000Z',
  expiresAt: '2026-08-01T00:00:00.000Z',
  errorCode: 'SOURCE_UNAVAILABLE',
  errorMessage: 'The rows could not be read: the database that holds them did not answer in time.',
  files: [{ format: 'CSV', sizeBytes: 123_456_789, sha256: 'a'.repeat(64) }],
} as unknown as Report;

/** A terminal this wide, and what is drawn on it. */
function terminal(columns: number): Output & { drawn: string } {
  const base = Object.create(process.stderr) as Output;
  return Object.assign(base, {
    ...{ isTTY: true, columns, drawn: '' },
    write(this: { drawn: string }, text: string) {
      this.drawn += text;
      return true;
    },
  });
}

/** The line that stands there now. */
const shown = ({ drawn }: { drawn: string }): string => drawn.split('\r\x1b[2K').at(-1) ?? '';

describe('daybook on a terminal', () => {
  it('explains every command in lines of 80 columns at most', async () => {
    const all = [['--help'], ...COMMANDS.map((name) => [name, '--help'])];
    const helps = await Promise.all(all.map((words) => startDaybookCommand(tmpdir(), {}, words).ended));
    for (const { code, stdout, stderr } of helps) {
      assert.deepEqual([code, stderr], [0, '']);
      assert.deepEqual(stdout.split('\n').filter((line) => line.length > 80), []); // prettier-ignore
    }
    for (const name of COMMANDS) assert.match(helps[0]?.stdout ?? '', new RegExp(`^  ${name} +[A-Z]`, 'm'));
  });

  it('breaks long lines between words, and never a path or a hash', () => {
    const text = 'daybook: /srv/very/long/path/of/a/folder.csv cannot stay where it is';
    assert.equal(
      fitText(text, 44, 2),
      'daybook: /srv/very/long/path/of/a/folder.csv\n  cannot stay where it is',
    );
    assert.equal(fitText(text, 20, 2).split('\n')[0], 'daybook: /srv/very/long/path/of/a/folder.csv');
    assert.equal(fitText('  Label   one two', 14, 10), '  Label   one\n          two');
    assert.equal(fitText(text, Number.POSITIVE_INFINITY, 2), text);
  });

  it('shows an export from the first moment on, and how much of all its files has come', () => {
    const stream = terminal(80);
    let now = 0;
    const line = createExportLine(stream, () => now);
    assert.equal(shown(stream), 'Waiting for the server');
    const window = (index: number) => ({ index, periodStart: '', periodEnd: '' });
    now = 5_000;
    line.draw({ windows: 4, windowsDone: 0, rows: 900, bytes: 0, window: window(0) });
    assert.equal(shown(stream), `${'░'.repeat(24)}  0 of 4 files  900 rows  5 s`);
    line.expect(window(0), 1_000);
    line.expect(window(1), 1_000_000);
    now = 6_000;
    line.draw({ windows: 4, windowsDone: 0, rows: 9_000, bytes: 1_000, window: window(0) });
    line.draw({ windows: 4, windowsDone: 1, rows: 9_000, bytes: 1_000, window: window(0) });
    now = 7_000;
    line.draw({ windows: 4, windowsDone: 1, rows: 9_000, bytes: 501_000, window: window(1) });
    assert.equal(shown(stream), `${'█'.repeat(9)}${'░'.repeat(15)}  1 of 4 files  9,000 rows  501.0 kB  7 s`);
    stream.drawn = '';
    line.clear();
    assert.equal(stream.drawn, '\r\x1b[2K');
  });

  it('keeps an export on one line of a narrow terminal', () => {
    for (const columns of [20, 30, 40, 50, 60]) {
      const stream = terminal(columns);
      const line = createExportLine(stream, () => 0);
      line.expect({ index: 0, periodStart: '', periodEnd: '' }, 10);
      line.draw({ windows: 400, windowsDone: 399, rows: 1_234_567, bytes: 12_345_678, window: { index: 0, periodStart: '', periodEnd: '' } }); // prettier-ignore
      line.clear();
      for (const each of stream.drawn.split('\r\x1b[2K')) assert.ok(each.length < columns, each);
    }
  });

  it('draws nothing where there is no terminal', () => {
    const stream = Object.assign(terminal(80), { isTTY: false });
    const line = createExportLine(stream, () => 0);
    line.draw({ windows: 1, windowsDone: 0, rows: 1, bytes: 1, window: { index: 0, periodStart: '', periodEnd: '' } }); // prettier-ignore
    line.clear();
    assert.equal(stream.drawn, '');
  });

  it('lists a report in one line, or in short ones where the terminal is too narrow', () => {
    const list = (columns: number, colours = false): string =>
      printReports({ stdout: terminal(columns), colours } as unknown as CommandIo)(REPORT);
    const one = `${REPORT.id}  FAILED      PAYOUT_RECONCILIATION  2026-04-01 to 2026-07-01    1,234,567 rows\n`;
    assert.equal(list(120), one);
    assert.equal(list(80), `${REPORT.id}  FAILED      PAYOUT_RECONCILIATION\n  2026-04-01 to 2026-07-01  1,234,567 rows\n`); // prettier-ignore
    for (const columns of [45, 80, one.length - 1, 120]) {
      for (const line of list(columns).split('\n')) assert.ok(line.length <= columns, line);
    }
    assert.match(list(80, true), /\x1b\[31mFAILED\x1b\[0m/);
  });

  it('shows a report with its hash whole on a line of its own', () => {
    const text = printReport(REPORT, 80);
    assert.match(text, /^CSV {9}123\.5 MB\nSHA-256 {5}a{64}$/m);
    assert.match(text, /^Failed {6}The rows could not be read: .*\n {12}\S.*\(SOURCE_UNAVAILABLE\)$/m);
    for (const line of text.split('\n')) assert.ok(line.length <= 80, line);
  });
});
