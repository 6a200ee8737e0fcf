/**
 * What a report column holds, and so how a cell is decoded from Postgres's binary COPY format and written:
 *
 * - `text`: ids, enums, currency codes, decimals kept as text. CSV: quoted where needed. JSON: string.
 * - `guarded`: text that a person outside the platform may have written; the formula guard applies (CSV only).
 * - `integer`: int8. CSV and JSON: plain digits, `-` only when negative.
 * - `timestamp`: timestamptz. `YYYY-MM-DDTHH:MM:SS.mmmZ`, in JSON as a string.
 * - `json`: compact JSON text, already valid. CSV: like `guarded`. JSON: the nested value as it is.
 * - `hex`: bytea. Lowercase hex; in JSON as a string.
 */
export type ColumnKind = 'text' | 'guarded' | 'integer' | 'timestamp' | 'json' | 'hex';

/** One column of a report: its name in the CSV header and as a JSON key, and what it holds. */
export type Column = {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Of an amount that adds up: the column with its currency. The manifest has its total for each currency. */
  readonly currency?: string;
};
