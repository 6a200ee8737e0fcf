import type { ReportDefinition } from '../domain/report-definition.ts';

/** The rows of a report, for the store and the period that `beginSnapshot` has set in the transaction. */
export function selectStatement(definition: ReportDefinition): string {
  const columns = definition.columns.map((column) => quoteIdentifier(column.name)).join(', ');
  const order = definition.order.map(quoteIdentifier).join(', ');
  return `select ${columns} from daybook.${quoteIdentifier(definition.view)}
    where store_id = current_setting('daybook.store_id')
      and created_at >= current_setting('daybook.period_start')::timestamptz
      and created_at < current_setting('daybook.period_end')::timestamptz
    order by ${order}`;
}

function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
