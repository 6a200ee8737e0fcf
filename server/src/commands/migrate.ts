import { readConfig } from '../config.ts';
import type { Command } from './command.ts';
import { migrateGiven, prepare } from './prepare.ts';

/** `migrate` */
export const migrateCommand: Command = {
  summary: 'Bring the database up to date',
  help: `daybook-server migrate

Brings the schema of DATABASE_URL up to date, as MIGRATE_DATABASE_URL (its owner) where that is set. Safe to run
several times and from several machines at once. Without DATABASE_URL it does the embedded database.`,
  options: {},
  async run(_input, io) {
    const config = readConfig();
    if (config.databaseUrl === undefined) {
      const prepared = await prepare({ alone: false, migrateGiven: true, log: () => {} });
      await prepared.stop();
      io.stdout.write('The embedded database is up to date.\n');
      return 0;
    }
    const applied = await migrateGiven(config, config.databaseUrl);
    for (const name of applied) io.stdout.write(`applied ${name}\n`);
    io.stdout.write('The database is up to date.\n');
    return 0;
  },
};
