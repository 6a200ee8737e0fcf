/** The columns of a BALANCE_LEDGER file (`balance_ledger.1`), in their order. Later versions may only append to them. */
export const LEDGER_COLUMNS = [
  'store_id',
  'sequence',
  'entry_id',
  'type',
  'amount',
  'currency',
  'running_balance',
  'order_id',
  'payment_id',
  'refund_id',
  'dispute_id',
  'payout_id',
  'adjustment_id',
  'created_at',
  'note',
  'previous_hash',
  'hash',
] as const;

export type LedgerColumn = (typeof LEDGER_COLUMNS)[number];

/** Where each column stands in a row. */
export const AT = Object.fromEntries(LEDGER_COLUMNS.map((name, cell) => [name, cell])) as Readonly<
  Record<LedgerColumn, number>
>;

/** Whether a table with these columns is a ledger: the known columns in their order, and none of them twice. */
export function isLedger(columns: readonly string[]): boolean {
  return (
    LEDGER_COLUMNS.every((name, cell) => columns[cell] === name) && new Set(columns).size === columns.length
  );
}
