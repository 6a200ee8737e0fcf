import type { ReportDefinition } from '../domain/report-type.ts';

/**
 * The statement that copies a report's rows. COPY takes no parameters, so it reads the store and the period from
 * settings of its transaction, which are set by bound parameters; the text is the same for every caller.
 */
export function copyStatement(definition: ReportDefinition): string {
  const columns = definition.columns.map((column) => quoteIdentifier(column.name)).join(', ');
  const order = definition.order.map(quoteIdentifier).join(', ');
  return `copy (
    select ${columns} from daybook.${quoteIdentifier(definition.view)}
    where store_id = current_setting('daybook.store_id')
      and created_at >= current_setting('daybook.period_start')::timestamptz
      and created_at < current_setting('daybook.period_end')::timestamptz
    order by ${order}
  ) to stdout (format binary)`;
}

function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
