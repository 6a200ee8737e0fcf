/** `npm run check`: everything that can be said about the code without running it against a database. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runPart, type Part } from './run-part.ts';

const ROOT = join(import.meta.dirname, '..');
const CODE_FOLDERS = ['server', 'client', 'cli', 'web', 'tidy', 'bench', 'chaos', 'examples'].filter(
  (folder) => existsSync(join(ROOT, folder)),
);

const parts: Part[] = [
  { name: 'types', command: ['tsc', '--noEmit', '-p', '.'] },
  { name: 'lint', command: ['oxlint', '--type-aware', '--deny-warnings', '--format=unix', ...CODE_FOLDERS] },
  { name: 'formatting', command: ['prettier', '--check', '.'] },
  { name: 'tidy', command: ['node', 'tidy/tidy.ts'] },
];
if (existsSync(join(ROOT, 'server/src/main.ts'))) {
  const command = ['node', '--conditions=source', 'server/src/main.ts', 'openapi', '--check'];
  parts.push({ name: 'openapi.json', command });
}
parts.push({
  name: 'client code',
  command: ['node', '--conditions=source', 'tidy/client-code/write-client-code.ts', '--check'],
});

const results = await Promise.all(parts.map((part) => runPart(part, ROOT)));
for (const { part, ok, seconds } of results) {
  console.log(`${ok ? 'ok    ' : 'FAILED'}  ${part.name.padEnd(12)}  ${seconds.toFixed(1)} s`);
}
for (const { part, ok, output } of results) {
  if (ok) continue;
  process.exitCode = 1;
  console.log(`\n${part.name}: ${part.command.join(' ')}\n${output.trimEnd()}`);
}
