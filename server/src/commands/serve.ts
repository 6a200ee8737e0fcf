import { compose } from '../compose.ts';
import { LEAVING_MS } from '../domain/limits.ts';
import { createLog } from '../observe/log.ts';
import type { Command } from './command.ts';
import { logStart, logStop } from './log-life.ts';
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
        let running = false;
        try {
          const url = role === 'api' ? await daybook.listen() : undefined;
          // A start that is refused says its one line and nothing else.
          await logStart(daybook, prepared.config, { roles: [role], embedded: prepared.embedded, log });
          running = true;
          if (url === undefined) await daybook.work();
          else log.info({ url }, 'listening');
          await untilAborted(io.signal, prepared.over);
        } finally {
          await (running ? logStop(log, daybook.stop) : daybook.stop());
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
