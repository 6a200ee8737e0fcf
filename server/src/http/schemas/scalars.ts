import { type TSchema, Type } from 'typebox';

/** The schema or null: a field that is not known yet. */
export const Nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);

export const Instant = Type.String({
  format: 'date-time',
  description: 'UTC, milliseconds: `2026-04-01T00:00:00.000Z`',
  examples: ['2026-04-01T00:00:00.000Z'],
});

/** Lowercase hex. */
export const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' });

export const StoreId = Type.String({
  description: 'The store, `shp_…`',
  examples: ['shp_01hzy3k9w5n2m1q8v0bfcxt4'],
});

export const ReportId = Type.String({
  pattern: '^rpt_[0-9a-hjkmnp-tv-z]{24}$',
  description: 'The report, `rpt_…`',
  examples: ['rpt_8h4t6sqzy3x9w5n2k1m0vqbf'],
});

/** One of a fixed set of words. */
export const OneOf = <const Words extends readonly string[]>(words: Words, description: string) =>
  Type.Unsafe<Words[number]>({ type: 'string', enum: [...words], description });
