import pg from 'pg';
import type { TestDaybook } from '../daybook.ts';

type Query = (...words: unknown[]) => unknown;

/**
 * The texts of the statements, without the values, that this Daybook's pool sends while `run` is under way, in their
 * order. A worker's are among them: leave it paused where only those of requests count.
 */
export async function sentStatements(
  { database }: TestDaybook,
  run: () => Promise<unknown>,
): Promise<string[]> {
  const name = new URL(database.appUrl).pathname.slice(1);
  const prototype = pg.Client.prototype as unknown as { query: Query };
  const original = prototype.query;
  const texts: string[] = [];
  prototype.query = function (this: unknown, first: unknown, ...rest: unknown[]): unknown {
    const text = typeof first === 'string' ? first : ((first as { text?: string }).text ?? '');
    const { connectionParameters: to } = this as {
      connectionParameters: { application_name?: string; database?: string };
    };
    if (to.application_name === 'daybook' && to.database === name) texts.push(text);
    return original.apply(this, [first, ...rest]);
  };
  try {
    await run();
  } finally {
    prototype.query = original;
  }
  return texts;
}
