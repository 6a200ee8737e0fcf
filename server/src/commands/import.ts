import type { Command } from './command.ts';
import { importFile } from './run-import.ts';
import { required } from './required.ts';
import { UsageError } from './usage-error.ts';
import { withContext } from './with-context.ts';

/** `import` */
export const importCommand: Command = {
  summary: 'Import activity from a file',
  help: `daybook-server import FILE|- --store ID [--objects K,…]

Imports activity, one JSON object a line (also .gz, or - for standard input), in batches that are recorded whole or not
at all. A bad line stops the import and is named; what came before it stays. Sending a file twice is harmless, so an
import that was cut short is simply run again.
  --objects K[,K…]   only these kinds of objects; says how many lines it passed over`,
  options: { store: { type: 'string' }, objects: { type: 'string' } },
  async run({ values, positionals }, io) {
    const [path] = positionals;
    if (path === undefined || positionals.length > 1)
      throw new UsageError('Name one file, or - for standard input');
    const storeId = required(values, 'store');
    const objects = typeof values['objects'] === 'string' ? values['objects'].split(',') : undefined;
    await withContext((context) =>
      importFile({
        ...{ context, storeId, path, objects },
        stdin: process.stdin,
        stdout: io.stdout,
        stderr: io.stderr,
        signal: io.signal,
      }),
    );
    return 0;
  },
};
