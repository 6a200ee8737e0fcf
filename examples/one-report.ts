/** One report, row by row: `node --conditions=source examples/one-report.ts [2026-04]` */
import { csvRows, exportReport, month } from '@daybook/client';
import { connect } from './connect.ts';

const wanted = process.argv[2] ?? '2026-04';
const { report, stream } = await exportReport(connect(), { type: 'PAYMENT_ACTIVITY', ...month(wanted) });
const totals = new Map<string, number>();
for await (const { status, currency, total_amount: amount } of csvRows(stream, {
  type: 'PAYMENT_ACTIVITY',
})) {
  if (status !== 'COMPLETED' || currency === null) continue;
  totals.set(currency, (totals.get(currency) ?? 0) + (amount ?? 0));
}
// The stream has ended well: these are all the rows, as the operator signed them.
console.log(`${report.rowCount} rows`, Object.fromEntries(totals));
