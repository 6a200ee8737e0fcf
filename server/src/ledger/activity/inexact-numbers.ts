import { isJsonObject, type JsonObject } from './json-object.ts';

/** A number that is long or has an exponent: only such a one can lose digits. Also hits other text, which costs time only. */
const SUSPICIOUS = /[\d.]{16}|\d[eE][+-]?\d/;
const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** `JSON.parse` as it is from ES2026 on: its reviver sees the text of a number. */
type ParseWithSource = (
  text: string,
  reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
) => unknown;
const parseWithSource = JSON.parse as ParseWithSource;

/** A number whose digits JavaScript does not keep: the top field that it is in, and the number as it was written. */
export type InexactNumber = { field: string; source: string };

/** The numbers in a line of JSON that would be stored as other numbers than they were sent. */
export function inexactNumbers(text: string, value: JsonObject): InexactNumber[] {
  if (!SUSPICIOUS.test(text)) return [];
  const found = new Set<string>();
  parseWithSource(text, (_key, inner, { source }) => {
    if (typeof inner === 'number' && source !== undefined && isChanged(source, inner)) found.add(source);
    return inner;
  });
  return [...found].map((source) => ({ field: fieldHolding(value, Number(source)), source }));
}

function isChanged(source: string, value: number): boolean {
  return decimal(source) !== decimal(String(value));
}

/** A decimal number in one form, so that 1.50, 15e-1 and 1.5 are the same; undefined for Infinity. */
function decimal(text: string): string | undefined {
  const match = NUMBER.exec(text);
  if (!match) return undefined;
  const [, sign, whole, fraction = '', exponent = '0'] = match;
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  if (digits === '') return '0';
  const significant = digits.replace(/0+$/, '');
  return `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}

function fieldHolding(value: JsonObject, number: number): string {
  return Object.keys(value).find((key) => holds(value[key], number)) ?? '';
}

function holds(value: unknown, number: number): boolean {
  if (Array.isArray(value)) return value.some((inner) => holds(inner, number));
  if (isJsonObject(value)) return Object.values(value).some((inner) => holds(inner, number));
  return value === number;
}
