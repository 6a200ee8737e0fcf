import { join } from 'node:path';
import { compose, type Daybook } from '../compose.ts';
import { ensureDemoStore } from '../embedded/demo/ensure-demo-store.ts';
import { createDemoSignIn, type DemoSignIn } from '../embedded/demo/demo-sign-in.ts';
import { type DemoAccess, readDemoAccess, writeDemoAccess } from '../embedded/demo/demo-access.ts';
import { runShowcase } from '../embedded/showcase.ts';
import { createLog } from '../observe/log.ts';
import type { Command, CommandIo } from './command.ts';
import { logStart, logStop } from './log-life.ts';
import { prepare, type Prepared } from './prepare.ts';
import { untilAborted } from './until-aborted.ts';

const ROLES = ['api', 'worker'] as const;

/** `start` */
export const startCommand: Command = {
  summary: 'Run everything: API and worker in one process',
  help: `daybook-server start

API and worker in one process on http://127.0.0.1:4000 (PORT, HOST). Without DATABASE_URL it brings its own Postgres,
object store and demo store, all kept in .daybook (DAYBOOK_DATA_DIR; DAYBOOK_DEMO=0 leaves the demo store out).
Ctrl-C stops it.`,
  options: {},
  async run(_input, io) {
    const startedAt = performance.now();
    const terminal = process.stdout.isTTY;
    const say = (line: string) => void (terminal ? io.stdout : io.stderr).write(`${line}\n`);
    const prepared = await prepare({ alone: true, migrateGiven: true, log: say, signal: io.signal });
    try {
      const quiet = prepared.embedded && terminal;
      const log = createLog({ level: prepared.config.logLevel ?? (quiet ? 'warn' : 'info'), terminal });
      const demoSignIn = prepared.embedded && prepared.config.demo ? createDemoSignIn() : undefined;
      const daybook = await compose(prepared.config, {
        roles: ROLES,
        log,
        standingLink: demoSignIn,
        mailWritten: prepared.embedded
          ? (mail, path) => say(`\nMail (${path}):\n\n  ${mail.link}`)
          : undefined,
      });
      let running = false;
      try {
        const baseUrl = await daybook.listen();
        // A start that is refused says its one line and nothing else.
        await logStart(daybook, prepared.config, { roles: ROLES, embedded: prepared.embedded, log });
        running = true;
        log.info({ url: baseUrl }, 'listening');
        await daybook.work();
        if (demoSignIn) await showDemo(prepared, daybook, { baseUrl, demoSignIn, say, signal: io.signal });
        const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
        say(`\nDaybook is ready at ${baseUrl} (${seconds} s). Ctrl-C stops it.`);
        await untilAborted(io.signal, prepared.over);
        say('Stopping…');
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

type Show = {
  baseUrl: string;
  demoSignIn: DemoSignIn;
  say: (line: string) => void;
  signal: CommandIo['signal'];
};

async function showDemo(prepared: Prepared, { context }: Daybook, show: Show): Promise<void> {
  const { baseUrl, demoSignIn, say, signal } = show;
  const { dataDirectory, operatorKey } = prepared.config;
  if (operatorKey === undefined) throw new Error('the embedded default has an operator key');
  const earlier = await readDemoAccess(dataDirectory);
  if (!earlier) say('First start: making a demo store with 100 days of activity …');
  const { storeId } = earlier ?? (await ensureDemoStore(context, () => signal.throwIfAborted()));
  const signInUrl = await demoSignIn.open(context, baseUrl, storeId);
  const server = { dataDirectory, baseUrl, storeId, operatorKey, signInUrl };
  const access = await writeDemoAccess(context, server, earlier);
  if (!earlier) {
    say('Queueing a report of each type, as a client would:');
    const folder = join(dataDirectory, 'downloads');
    await runShowcase(access, { folder, until: context.clock(), say, signal });
    await writeDemoAccess(context, server, access);
  }
  say(`\nTry it:\n\n  ${curlLine(access)}\n\nKeys for the demo store: ${join(dataDirectory, 'demo.json')}`);
  say(`\nSign in as ${access.ownerEmail}, with one click:\n\n  ${signInUrl}`);
}

function curlLine({ baseUrl, storeId, token }: DemoAccess): string {
  return `curl -s -H 'Authorization: Bearer ${token.secret}' '${baseUrl}/v2/core/stores/${storeId}/reports?limit=1'`;
}
