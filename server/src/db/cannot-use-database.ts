import { StartupError } from '../domain/startup-error.ts';

const CANNOT_CONNECT_NOW = '57P03';

/** What a start says of a database that does not let it in; `settings`: those to look at. */
export function cannotUseDatabase(error: Error & { code?: string }, settings: string): StartupError {
  if (error.code === CANNOT_CONNECT_NOW)
    return new StartupError(`Postgres is not ready (${error.message}): start again in a moment.`);
  return new StartupError(`Cannot use the database: ${error.message}. Check ${settings}.`);
}
