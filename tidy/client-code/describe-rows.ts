import type { ReportDefinition } from '../../server/src/domain/report-definition.ts';

type Columns = ReportDefinition['columns'];

/** `client/src/rows/report-columns.ts`: the columns of every report type, and a row of each as a type. */
export function describeRows(definitions: Readonly<Record<string, ReportDefinition>>): string {
  const columns = Object.entries(definitions).map(
    ([type, { columns: own }]) => `${type}: {${own.map(({ name, kind }) => `${JSON.stringify(name)}: '${kindFor(kind)}'`).join(', ')}},`, // prettier-ignore
  );
  const rows = Object.entries(definitions).map(([type, { columns: own }]) => `${type}: {${rowType(own)}};`);
  return `/**
 * What the cells of each column hold: \`guarded\` is text to which the formula guard applies, \`json\` a nested value to
 * which it applies too.
 */
export const REPORT_COLUMNS = {
${columns.join('\n')}
} as const;

/** A row of each report type: amounts in minor units, instants as \`2026-04-01T00:00:00.000Z\`, decimals as text. */
export type ReportRows = {
${rows.join('\n')}
};
`;
}

function kindFor(kind: Columns[number]['kind']): string {
  return kind === 'timestamp' || kind === 'hex' ? 'text' : kind;
}

function rowType(columns: Columns): string {
  return columns
    .map(({ name, kind }) => {
      const type = kind === 'integer' ? 'number' : kind === 'json' ? 'unknown' : 'string';
      return `readonly ${JSON.stringify(name)}: ${type === 'unknown' ? type : `${type} | null`};`;
    })
    .join(' ');
}
