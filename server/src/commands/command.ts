import type { ParseArgsConfig } from 'node:util';

/** What a command prints to and is ended by. `say` is for people, on the terminal; results go to `stdout`. */
export type CommandIo = {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream & { isTTY?: boolean; columns?: number };
  /** Fires on Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
};

export type CommandArguments = {
  readonly values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
  readonly positionals: readonly string[];
};

/** One subcommand of `daybook-server`. */
export type Command = {
  /** One line for the list of commands. */
  readonly summary: string;
  /** Everything `--help` shows. */
  readonly help: string;
  readonly options: NonNullable<ParseArgsConfig['options']>;
  /** Resolves to the exit code. */
  run(input: CommandArguments, io: CommandIo): Promise<number>;
};
