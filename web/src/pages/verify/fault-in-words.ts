import type { Fault } from '@daybook/client/verify';

/** The fault as a sentence that starts with a capital, unless it starts with the name of a file. */
export function faultInWords({ message }: Pick<Fault, 'message'>): string {
  return `${message.replace(/^(the|an?|entries) /, (word) => word.charAt(0).toUpperCase() + word.slice(1))}.`;
}
