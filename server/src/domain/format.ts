/** The renderings a report can be asked for. */
export const FORMATS = ['CSV', 'JSON'] as const;
export type Format = (typeof FORMATS)[number];

/** The file extension, which is also the lowercase name used in download paths. */
export const FORMAT_EXTENSION: Readonly<Record<Format, string>> = { CSV: 'csv', JSON: 'json' };

export const FORMAT_CONTENT_TYPE: Readonly<Record<Format, string>> = {
  CSV: 'text/csv; charset=utf-8',
  JSON: 'application/json',
};
