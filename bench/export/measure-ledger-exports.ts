import { fillLedger } from '../fill-ledger.ts';
import { FILLED_PERIOD } from '../fill-payments.ts';
import { openBooks } from '../open-books.ts';
import type { Scenario } from '../scenario.ts';
import { exportContest } from './export-contest.ts';
import { exportTable } from './export-table.ts';

const CONTENDERS = ['postgres-csv', 'daybook-csv', 'postgres-json', 'daybook-json', 'daybook-both'] as const;

/** Daybook's export of a ledger against what Postgres does with the same stored entries. */
export const measureLedgerExports: Scenario = async (context) => {
  const { database, options, say } = context;
  const { rows } = options;
  const books = openBooks(database);
  const storeId = await books.createStore();
  await books.close();
  say(`ledger: filling in ${rows.toLocaleString('en-US')} entries`);
  await fillLedger(database.superUrl, storeId, rows);
  const contest = { type: 'BALANCE_LEDGER', storeId, period: FILLED_PERIOD, rows } as const;
  const runs = await exportContest(context, CONTENDERS, contest);
  return { table: exportTable(`ledger: ${rows.toLocaleString('en-US')} stored entries`, runs), raw: runs };
};
