import pg from 'pg';

type Query = (...words: unknown[]) => unknown;

/** The texts of the statements, without the values, that Daybook's pool sends while `run` is under way, in their order. */
export async function sentStatements(run: () => Promise<unknown>): Promise<string[]> {
  const prototype = pg.Client.prototype as unknown as { query: Query };
  const original = prototype.query;
  const texts: string[] = [];
  prototype.query = function (this: unknown, first: unknown, ...rest: unknown[]): unknown {
    const text = typeof first === 'string' ? first : ((first as { text?: string }).text ?? '');
    const { connectionParameters: sender } = this as { connectionParameters: { application_name?: string } };
    if (sender.application_name === 'daybook') texts.push(text);
    return original.apply(this, [first, ...rest]);
  };
  try {
    await run();
  } finally {
    prototype.query = original;
  }
  return texts;
}
