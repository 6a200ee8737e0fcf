import { compose } from '../compose.ts';
import { LEAVING_MS } from '../domain/limits.ts';
import { createLog } from '../observe/log.ts';
import type { Command } from './command.ts';
import { prepare } from './prepare.ts';
import { untilAborted } from './until-aborted.ts';

/** `api` and `worker`: one role of the server as a process of its own. */
export function serve(role: 'api' | 'worker'): Command {
  const does = role === 'api' ? 'answers HTTP requests' : 'generates reports';
  return {
    summary: `Run the process that ${does}`,
    help: `daybook-server ${role}

The process that ${does}. Any number of them may run against one database. Settings come from the
environment; run "daybook-server migrate" first.`,
    options: {},
    async run(_input, io) {
      const prepared = await prepare({ alone: false, migrateGiven: false, log: () => {}, signal: io.signal });
      try {
        const log = createLog({ level: prepared.config.logLevel ?? 'info', terminal: process.stdout.isTTY });
        const daybook = await compose(prepared.config, { roles: [role], log, leavingMs: LEAVING_MS });
        try {
          if (role === 'api') {
            if (prepared.config.redisUrl === undefined)
              log.info('REDIS_URL is not set: this process counts requests for itself');
            log.info({ url: await daybook.listen() }, 'listening');
          } else {
            if (prepared.config.smtpUrl === undefined)
              log.warn(
                'SMTP_URL is not set: mail is written into the folder "outbox" of DAYBOOK_DATA_DIR and sent to nobody',
              );
            await daybook.work();
          }
          await untilAborted(io.signal, prepared.over);
        } finally {
          await daybook.stop();
        }
      } catch (error) {
        throw await prepared.explain(error);
      } finally {
        await prepared.stop();
      }
      return 0;
    },
  };
}
