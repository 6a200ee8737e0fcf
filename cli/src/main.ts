#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { isDaybookError } from '@daybook/client';
import type { Command, CommandIo } from './command.ts';
import { EXIT } from './exit-code.ts';
import { columnsOf } from './columns-of.ts';
import { fitText } from './fit-text.ts';
import { Obstacle, obstacleOf } from './obstacle.ts';
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
    if (!command.interruptible || interrupt.signal.aborted) {
      // What was drawn on the last line stays there, and the shell's prompt begins a new one.
      if (io.stderr.isTTY) io.stderr.write('\n');
      process.exit(EXIT.INTERRUPTED);
    }
    interrupt.abort(new Error('interrupted'));
  });
  const input = parse(command, args);
  try {
    return await command.run(input, io);
  } catch (error) {
    if (interrupt.signal.aborted) {
      if (io.stderr.isTTY) say(io, `Stopped. ${command.goesOn ?? ''}`);
      return EXIT.INTERRUPTED;
    }
    if (isDaybookError(error)) return printFailure(error, io, command, input.values['json'] === true);
    throw obstacleOf(error) ?? error;
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
  return `daybook COMMAND [options]\n\nReports of a Daybook server, on this disk and checked.\n\n${lines.join('\n')}\n\n"daybook COMMAND --help" says more of each.\n`;
}

/** What was wrong before the server was asked: for people on stderr, with `--json` on stdout. */
function printRefusal(error: Error): void {
  const [name = '', ...args] = process.argv.slice(2);
  const expected = error instanceof UsageError || error instanceof Obstacle;
  if (expected && args.includes('--json')) {
    return void process.stdout.write(`${JSON.stringify({ ok: false, error: error.message })}\n`);
  }
  const command = Object.hasOwn(COMMANDS, name) ? `daybook ${name}` : 'daybook';
  const help = error instanceof UsageError ? `. See "${command} --help"` : '';
  say(process, `daybook: ${expected ? `${withoutControls(error.message)}${help}` : String(error.stack)}`);
}

function say({ stderr }: Pick<CommandIo, 'stderr'>, text: string): void {
  stderr.write(`${fitText(text.trimEnd(), columnsOf(stderr), 2)}\n`);
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
  printRefusal(error as Error);
  process.exitCode = EXIT.UNREADABLE;
}
