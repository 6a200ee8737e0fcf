import { scrub } from './scrub.ts';

/** Codes of errors in whose message Postgres repeats a value: `invalid input syntax for type uuid: "…"`. */
const DATA_EXCEPTION = /^22[0-9A-Z]{3}$/;

/** The message of an error without secrets and without values of rows. */
export function wordsOf(error: Error): string {
  const code = (error as { code?: unknown }).code;
  const hidesValues = typeof code === 'string' && DATA_EXCEPTION.test(code);
  return scrub(hidesValues ? error.message.replaceAll(/"[^]*"|: [^]*$/g, ' …') : error.message);
}
