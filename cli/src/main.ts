import { parseArgs } from 'node:util';
import type { Command, CommandIo } from './command.ts';
import { EXIT } from './exit-code.ts';
import { UsageError } from './usage-error.ts';

/** Every subcommand, loaded when it is asked for. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  verify: async () => (await import('./commands/verify.ts')).verifyCommand,
};

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
  return command.run(parse(command, args), io);
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
process.on('SIGINT', () => process.exit(EXIT.INTERRUPTED));

const colours = process.stdout.isTTY && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';
try {
  process.exitCode = await main(process.argv.slice(2), {
    stdout: process.stdout,
    stderr: process.stderr,
    colours,
  });
} catch (error) {
  const text =
    error instanceof UsageError ? `${error.message}. See daybook --help` : String((error as Error).stack);
  process.stderr.write(`daybook: ${text}\n`);
  process.exitCode = EXIT.UNREADABLE;
}
