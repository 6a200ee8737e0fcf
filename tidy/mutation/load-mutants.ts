/**
 * `--import`ed into every process of a mutation run: loads a file of `.tmp/mutation/code/` where there is one for the
 * file asked for, and leaves behind which mutants the process came by.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Coverage {
  readonly static: Readonly<Record<string, number>>;
}

const ROOT = join(import.meta.dirname, '../..');
const CODE = join(ROOT, '.tmp/mutation/code');
const { DAYBOOK_MUTATION_SEEN: seen } = process.env;

registerHooks({
  load(url, context, next) {
    const loaded = url.startsWith('file:') && url.endsWith('.ts') ? mutated(fileURLToPath(url)) : undefined;
    return loaded === undefined
      ? next(url, context)
      : { format: 'module-typescript', source: loaded, shortCircuit: true };
  },
});

function mutated(path: string): string | undefined {
  const other = join(CODE, relative(ROOT, path));
  return other.startsWith(CODE) && existsSync(other) ? readFileSync(other, 'utf8') : undefined;
}

if (seen) {
  process.on('exit', () => {
    const stryker = (globalThis as { __stryker__?: { mutantCoverage?: Coverage } }).__stryker__;
    const ids = Object.keys(stryker?.mutantCoverage?.static ?? {});
    mkdirSync(seen, { recursive: true });
    writeFileSync(join(seen, `${process.pid}-${performance.now()}.json`), JSON.stringify(ids));
  });
}
