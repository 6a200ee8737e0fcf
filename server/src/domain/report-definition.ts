import type { Column } from './column.ts';

/** A report type as data: its columns and the database view that they come from. */
export type ReportDefinition = {
  readonly type: string;
  /** For people, in mails. The dashboard has titles of its own: `web/src/parts/report-titles.ts`. */
  readonly title: string;
  /** `<name>.<version>`; columns are only ever appended. */
  readonly schemaVersion: string;
  /** The view that has `store_id`, `created_at` and every column, by these names and kinds. */
  readonly view: string;
  /** The columns that order the rows, text compared by bytes. */
  readonly order: readonly string[];
  readonly columns: readonly Column[];
  /** The rows are ledger entries: the manifest says which come before and after them. */
  readonly ledgerAround?: true;
};
