import type { CommandArguments } from './command.ts';
import { UsageError } from './usage-error.ts';

/** The value of an option that has to be there. */
export function required(values: CommandArguments['values'], name: string): string {
  const value = values[name];
  if (typeof value !== 'string' || value === '') throw new UsageError(`--${name} is missing`);
  return value;
}
