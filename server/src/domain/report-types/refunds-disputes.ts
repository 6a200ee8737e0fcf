import type { ReportDefinition } from '../report-definition.ts';

/** Every refund and every dispute, as it stands now. Columns: `docs/reports.md`, REFUNDS_DISPUTES. */
export const REFUNDS_DISPUTES = {
  type: 'REFUNDS_DISPUTES',
  title: 'Refunds and disputes',
  schemaVersion: 'refunds_disputes.1',
  view: 'report_refunds_disputes',
  order: ['created_at', 'kind', 'id'],
  columns: [
    { name: 'created_at', kind: 'timestamp' },
    { name: 'resolved_at', kind: 'timestamp' },
    { name: 'kind', kind: 'text' },
    { name: 'id', kind: 'text' },
    { name: 'payment_id', kind: 'text' },
    { name: 'order_id', kind: 'text' },
    { name: 'order_number', kind: 'guarded' },
    { name: 'status', kind: 'text' },
    { name: 'reason', kind: 'text' },
    { name: 'currency', kind: 'text' },
    { name: 'amount', kind: 'integer', currency: 'currency' },
    { name: 'fee_amount', kind: 'integer', currency: 'currency' },
    { name: 'balance_impact', kind: 'integer', currency: 'currency' },
    { name: 'customer_id', kind: 'text' },
    { name: 'customer_email', kind: 'guarded' },
  ],
} as const satisfies ReportDefinition;
