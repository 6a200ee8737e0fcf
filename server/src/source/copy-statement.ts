import type { ReportDefinition } from '../domain/report-definition.ts';
import { selectStatement } from './select-statement.ts';

/**
 * The statement that copies a report's rows. COPY takes no parameters, so it reads the store and the period from
 * settings of its transaction, which are set by bound parameters; the text is the same for every caller.
 */
export function copyStatement(definition: ReportDefinition): string {
  return `copy (${selectStatement(definition)}) to stdout (format binary)`;
}
