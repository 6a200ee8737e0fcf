/** Ways to get a report's rows out of the database, each into the same kind of sink. */
export const CONTENDERS = {
  'postgres-csv': 'Postgres: COPY as CSV',
  'daybook-csv': 'Daybook: CSV',
  'postgres-json': 'Postgres: COPY of row_to_json',
  'daybook-json': 'Daybook: JSON',
  'daybook-both': 'Daybook: CSV and JSON in one pass',
  'binary-floor': 'binary COPY received and dropped',
  'csv-stringify': 'pg-query-stream and csv-stringify',
  'fast-csv': 'pg-query-stream and fast-csv',
} as const;

export type Contender = keyof typeof CONTENDERS;
