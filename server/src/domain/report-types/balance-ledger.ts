import type { ReportDefinition } from '../report-definition.ts';

/** Every ledger entry with all that is under its hash. Columns: `docs/reports.md`, BALANCE_LEDGER. */
export const BALANCE_LEDGER = {
  type: 'BALANCE_LEDGER',
  title: 'Balance ledger',
  schemaVersion: 'balance_ledger.1',
  view: 'report_balance_ledger',
  // No entry is earlier than the one before it, so this is the order of the sequence, and one index has period and order.
  order: ['created_at', 'sequence'],
  ledgerAround: true,
  columns: [
    { name: 'store_id', kind: 'text' },
    { name: 'sequence', kind: 'integer' },
    { name: 'entry_id', kind: 'text' },
    { name: 'type', kind: 'text' },
    { name: 'amount', kind: 'integer', currency: 'currency' },
    { name: 'currency', kind: 'text' },
    { name: 'running_balance', kind: 'integer' },
    { name: 'order_id', kind: 'text' },
    { name: 'payment_id', kind: 'text' },
    { name: 'refund_id', kind: 'text' },
    { name: 'dispute_id', kind: 'text' },
    { name: 'payout_id', kind: 'text' },
    { name: 'adjustment_id', kind: 'text' },
    { name: 'created_at', kind: 'timestamp' },
    // Never guarded: it is under the hash, and a note that a spreadsheet would run is refused when it is written.
    { name: 'note', kind: 'text' },
    { name: 'previous_hash', kind: 'hex' },
    { name: 'hash', kind: 'hex' },
  ],
} as const satisfies ReportDefinition;
