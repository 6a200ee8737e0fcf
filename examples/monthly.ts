/** For cron, on the first of each month: last month, in UTC, into one file. `node --conditions=source examples/monthly.ts [2026-04]` */
import { rename, writeFile } from 'node:fs/promises';
import { exportReport, isDaybookError, month } from '@daybook/client';
import { connect } from './connect.ts';

const now = new Date();
const last = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1)).toISOString().slice(0, 7);
const wanted = process.argv[2] ?? last;
const path = `payments-${wanted}.csv`;
try {
  // A cron job that runs twice gets the same report.
  const options = { idempotencyKey: `payments-${wanted}`, signal: AbortSignal.timeout(3_600_000) };
  const { report, stream } = await exportReport(
    connect(),
    { type: 'PAYMENT_ACTIVITY', ...month(wanted) },
    options,
  );
  await writeFile(`${path}.part`, stream);
  await rename(`${path}.part`, path);
  console.log(`${path}: ${report.rowCount} rows`);
} catch (error) {
  console.error(isDaybookError(error) ? `${error.code}: ${error.message}` : error);
  process.exitCode = 1;
}
