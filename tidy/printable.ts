import type { Finding } from './rule.ts';

/** One line per finding, in the form that editors and terminals turn into links. */
export function printable(findings: readonly Finding[]): string {
  return findings
    .map(({ file, line, message }) => `  ${file}${line > 0 ? `:${line}` : ''}  ${message}`)
    .join('\n');
}
