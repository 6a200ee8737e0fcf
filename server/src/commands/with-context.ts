import { compose, type Daybook } from '../compose.ts';
import { createLog } from '../observe/log.ts';
import type { VerbContext } from '../verbs/context.ts';
import { prepare } from './prepare.ts';

/** Runs `run` with the verbs' context on the database of the settings, and closes everything after it. */
export function withContext<Result>(run: (context: VerbContext) => Promise<Result>): Promise<Result> {
  return withDaybook(({ context }) => run(context));
}

/** Runs `run` with a Daybook of no role on the settings, and closes everything after it. */
export async function withDaybook<Result>(run: (daybook: Daybook) => Promise<Result>): Promise<Result> {
  const prepared = await prepare({ alone: false, migrateGiven: false, log: () => {} });
  try {
    const daybook = await compose(prepared.config, {
      roles: [],
      log: createLog({ level: 'warn', terminal: process.stdout.isTTY }),
    });
    try {
      return await run(daybook);
    } finally {
      await daybook.stop();
    }
  } finally {
    await prepared.stop();
  }
}
