import { wordsOf } from './words-of.ts';

const REASON_MAX_CHARACTERS = 300;

/** What an error comes from, in one line that may be logged: the words of its innermost cause. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'something that is no Error was thrown';
  if (error.cause instanceof Error) return reasonOf(error.cause);
  return (wordsOf(error) || error.name).replaceAll(/\s+/g, ' ').slice(0, REASON_MAX_CHARACTERS);
}
