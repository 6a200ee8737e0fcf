import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const SETUP = 'server/test/support/servers/global-setup.ts';

interface GlobalSetup {
  globalSetup(): Promise<() => Promise<void>>;
}

/**
 * Starts what all test files share, and says in process.env where it is. Gives back what stops it. The tests of `tidy`
 * need none of it.
 */
export async function setUp(root: string, files: readonly string[]): Promise<() => Promise<void>> {
  const path = join(root, SETUP);
  if (files.every((file) => file.startsWith('tidy/')) || !existsSync(path)) return () => Promise.resolve();
  // `npm test` starts this process without --conditions=source, which workspace imports need.
  registerHooks({
    resolve: (specifier, context, next) =>
      next(specifier, { ...context, conditions: [...(context.conditions ?? []), 'source'] }),
  });
  const setup = (await import(pathToFileURL(path).href)) as GlobalSetup;
  return setup.globalSetup();
}
