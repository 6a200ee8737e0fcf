import { enableCompileCache } from 'node:module';
import { parseArgs } from 'node:util';
import type { Command, CommandIo } from './commands/command.ts';
import { describeFailure } from './commands/describe-failure.ts';
import { UsageError } from './commands/usage-error.ts';
import { DaybookError } from './domain/errors.ts';

// What comes by import() is compiled once for all starts: half a second less for each.
enableCompileCache();

/** Every subcommand, loaded when it is asked for. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import('./commands/start.ts')).startCommand,
  api: async () => (await import('./commands/serve.ts')).serve('api'),
  worker: async () => (await import('./commands/serve.ts')).serve('worker'),
  migrate: async () => (await import('./commands/migrate.ts')).migrateCommand,
  demo: async () => (await import('./commands/demo.ts')).demoCommand,
  'store create': async () => (await import('./commands/store-create.ts')).storeCreateCommand,
  'token create': async () => (await import('./commands/token-create.ts')).tokenCreateCommand,
  import: async () => (await import('./commands/import.ts')).importCommand,
  'keys rotate': async () => (await import('./commands/keys-rotate.ts')).keysRotateCommand,
  audit: async () => (await import('./commands/audit.ts')).auditCommand,
  sweep: async () => (await import('./commands/sweep.ts')).sweepCommand,
  openapi: async () => (await import('./commands/openapi.ts')).openapiCommand,
};

const stopping = new AbortController();

async function main(words: readonly string[], io: CommandIo): Promise<number> {
  const name = [`${words[0]} ${words[1]}`, `${words[0]}`].find((each) => Object.hasOwn(COMMANDS, each));
  const load = name === undefined ? undefined : COMMANDS[name];
  if (!name || !load) {
    const asked = words[0] === undefined || words[0] === 'help' || words[0] === '--help' || words[0] === '-h';
    (asked ? io.stdout : io.stderr).write(asked ? await listCommands() : `Unknown command: ${words[0]}. See "daybook-server --help".\n`); // prettier-ignore
    return asked ? 0 : 2;
  }
  const command = await load();
  const args = words.slice(name.split(' ').length);
  if (args.includes('--help') || args.includes('-h')) {
    io.stdout.write(`${command.help}\n`);
    return 0;
  }
  const { values, positionals } = parse(command, args);
  return command.run({ values, positionals }, io);
}

function parse(command: Command, args: string[]) {
  try {
    return parseArgs({ args, options: command.options, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

async function listCommands(): Promise<string> {
  const lines = await Promise.all(
    Object.entries(COMMANDS).map(async ([name, load]) => `  ${name.padEnd(14)}${(await load()).summary}`),
  );
  return `daybook-server COMMAND [options]\n\n${lines.join('\n')}\n\n"daybook-server COMMAND --help" says more of each.\n`;
}

/** What an interrupted command had done by then, where it says so. */
function stoppedText(error: unknown): string {
  return error instanceof DaybookError ? error.message : 'Stopped.';
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort());

try {
  process.exitCode = await main(process.argv.slice(2), {
    stdout: process.stdout,
    stderr: process.stderr,
    signal: stopping.signal,
  });
} catch (error) {
  const { text, exitCode } = stopping.signal.aborted
    ? { text: stoppedText(error), exitCode: 130 }
    : describeFailure(error);
  process.stderr.write(`${text}\n`);
  process.exitCode = exitCode;
}
