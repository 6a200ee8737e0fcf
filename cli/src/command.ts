import type { ParseArgsConfig } from 'node:util';
import type { ErrorCode } from '@daybook/client';
import type { Environment } from './connect.ts';

/** A stream of the terminal, or what stands for it. */
export type Output = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/** What a command prints to. Results go to `stdout`; progress and errors to `stderr`. */
export type CommandIo = {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stdout: Output;
  readonly stderr: Output;
  readonly colours: boolean;
  readonly environment: Environment;
  /** Aborts at Ctrl-C; only what is `interruptible` gets the time to clean up. */
  readonly signal: AbortSignal;
};

/** One subcommand of `daybook`. */
export type Command = {
  /** One line for the list of commands. */
  readonly summary: string;
  /** Everything `--help` shows. */
  readonly help: string;
  readonly options: NonNullable<ParseArgsConfig['options']>;
  /** It ends by itself, soon after its signal aborts. */
  readonly interruptible?: boolean;
  /** What a person can do about an error with this code, where this command knows better than the others. */
  readonly hints?: Partial<Record<ErrorCode, string>>;
  /** Says that the same command takes up what was cut off, where that is so. */
  readonly goesOn?: string;
  /** Resolves to the exit code. */
  run(
    input: {
      readonly values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
      readonly positionals: readonly string[];
    },
    io: CommandIo,
  ): Promise<number>;
};
