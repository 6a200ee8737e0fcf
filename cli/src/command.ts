import type { ParseArgsConfig } from 'node:util';

/** A stream of the terminal, or what stands for it. */
export type Output = NodeJS.WritableStream & { readonly isTTY?: boolean };

/** What a command prints to. Results go to `stdout`; progress and errors to `stderr`. */
export type CommandIo = { readonly stdout: Output; readonly stderr: Output; readonly colours: boolean };

/** One subcommand of `daybook`. */
export type Command = {
  /** One line for the list of commands. */
  readonly summary: string;
  /** Everything `--help` shows. */
  readonly help: string;
  readonly options: NonNullable<ParseArgsConfig['options']>;
  /** Resolves to the exit code. */
  run(
    input: {
      readonly values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
      readonly positionals: readonly string[];
    },
    io: CommandIo,
  ): Promise<number>;
};
