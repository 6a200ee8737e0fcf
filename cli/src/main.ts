#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { isDaybookError } from '@daybook/client';
import type { Command, CommandIo } from './command.ts';
import { EXIT } from './exit-code.ts';
import { printFailure } from './print-failure.ts';
import { UsageError } from './usage-error.ts';
import { withoutControls } from './without-controls.ts';

/** Every subcommand, loaded when it is asked for. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  login: async () => (await import('./commands/login.ts')).loginCommand,
  export: async () => (await import('./commands/export.ts')).exportCommand,
  list: async () => (await import('./commands/reports.ts')).listCommand,
  get: async () => (await import('./commands/reports.ts')).getCommand,
  download: async () => (await import('./commands/reports.ts')).downloadCommand,
  cancel: async () => (await import('./commands/reports.ts')).cancelCommand,
  verify: async () => (await import('./commands/verify.ts')).verifyCommand,
};

const interrupt = new AbortController();

async function main(words: readonly string[], io: CommandIo): Promise<number> {
  const [name, ...args] = words;
  const load = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!load) {
    const asked = name === undefined || name === 'help' || name === '--help' || name === '-h';
    if (!asked) throw new UsageError(`there is no command "${name}"`);
    io.stdout.write(await listCommands());
    return EXIT.OK;
  }
  const command = await load();
  if (args.includes('--help') || args.includes('-h')) {
    io.stdout.write(`${command.help}\n`);
    return EXIT.OK;
  }
  // The second Ctrl-C does not wait.
  process.on('SIGINT', () => {
    if (!command.interruptible || interrupt.signal.aborted) process.exit(EXIT.INTERRUPTED);
    interrupt.abort(new Error('interrupted'));
  });
  const input = parse(command, args);
  try {
    return await command.run(input, io);
  } catch (error) {
    if (interrupt.signal.aborted) return EXIT.INTERRUPTED;
    if (isDaybookError(error)) return printFailure(error, io, input.values['json'] === true);
    const { syscall, path, code } = error as NodeJS.ErrnoException;
    if (syscall === undefined || path === undefined) throw error;
    throw new UsageError(`${withoutControls(path)} cannot be read or written (${code ?? syscall})`);
  }
}

function parse(command: Command, args: string[]) {
  try {
    return parseArgs({ args, options: command.options, allowPositionals: true });
  } catch (error) {
    const [sentence = ''] = (error as Error).message.split('. ');
    throw new UsageError(sentence.charAt(0).toLowerCase() + sentence.slice(1));
  }
}

async function listCommands(): Promise<string> {
  const lines = await Promise.all(
    Object.entries(COMMANDS).map(async ([name, load]) => `  ${name.padEnd(10)}${(await load()).summary}`),
  );
  return `daybook COMMAND [options]\n\n${lines.join('\n')}\n\n"daybook COMMAND --help" says more of each.\n`;
}

/** A reader that has seen enough closes the pipe; that is no failure. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

const { stdin, stdout, stderr, env } = process;
const colours = stdout.isTTY && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
try {
  const io = { stdin, stdout, stderr, colours, environment: env, signal: interrupt.signal };
  process.exitCode = await main(process.argv.slice(2), io);
} catch (error) {
  const text =
    error instanceof UsageError ? `${error.message}. See daybook --help` : String((error as Error).stack);
  process.stderr.write(`daybook: ${text}\n`);
  process.exitCode = EXIT.UNREADABLE;
}
