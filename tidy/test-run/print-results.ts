import type { FileResult } from './run-test-file.ts';

/** A line while the tests run, and one for each failure; in the long profile what was measured, too. */
export function printProgress(
  { file, seconds, passed, failed, skipped, figures }: FileResult,
  { long }: { long: boolean },
): void {
  const count = passed + failed.length + skipped.length;
  const counts = `${count} ${count === 1 ? 'test' : 'tests'}`.padStart(9);
  const mark = failed.length > 0 ? 'FAILED' : 'ok    ';
  console.log(`${mark}  ${counts}  ${seconds.toFixed(1).padStart(6)} s  ${file}`);
  for (const { name, text } of failed) console.log(`        ${name}: ${text.split('\n', 1)[0]}`);
  if (long) for (const figure of figures) console.log(`        ${figure}`);
}

/** What needs reading, once all files have run: skipped tests, then failures in full. */
export function printResults(results: readonly FileResult[]): void {
  for (const { file, skipped } of results) {
    for (const { name, reason } of skipped) console.log(`skipped  ${file}  ${name}: ${reason}`);
  }
  for (const { file, failed, output } of results) {
    for (const { name, place, text } of failed) {
      console.log(`\nFAILED  ${file}\n        ${name}\n        ${place}\n${indented(text)}`);
    }
    if (failed.length > 0 && output !== '') console.log(`\n        output of ${file}:\n${indented(output)}`);
  }
}

function indented(text: string): string {
  return text.trimEnd().replace(/^(?=.)/gm, '        ');
}
