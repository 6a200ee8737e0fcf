import { fillPayments, FILLED_PERIOD } from '../fill-payments.ts';
import { openBooks } from '../open-books.ts';
import type { Scenario } from '../scenario.ts';
import { type Contender, CONTENDERS } from './contender.ts';
import { exportContest } from './export-contest.ts';
import { exportTable } from './export-table.ts';

/** Daybook's export of payments against what Postgres, and what the usual packages, do with the same rows and columns. */
export const measureExports: Scenario = async (context) => {
  const { database, options, say } = context;
  const { rows } = options;
  const books = openBooks(database);
  const storeId = await books.createStore();
  await books.close();
  say(`export: filling in ${rows.toLocaleString('en-US')} payments`);
  await fillPayments(database.superUrl, storeId, rows);
  const contenders = Object.keys(CONTENDERS) as Contender[];
  const contest = { type: 'PAYMENT_ACTIVITY', storeId, period: FILLED_PERIOD, rows } as const;
  const runs = await exportContest(context, contenders, contest);
  return { table: exportTable(`export: ${rows.toLocaleString('en-US')} payments`, runs), raw: runs };
};
