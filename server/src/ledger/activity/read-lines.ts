import type { ActivityKind, ActivityLine, Fault, ReportFault } from './activity-kind.ts';
import { ACTIVITY_KINDS } from './activity-kinds.ts';
import { inexactNumbers } from './inexact-numbers.ts';
import { isJsonObject, type JsonObject } from './json-object.ts';
import { fieldsWithUnstorableText } from './unstorable-text.ts';

/** A line of NDJSON as it came, and its number in the whole input, from 1. */
export type SourceLine = { readonly number: number; readonly text: string };

/** A line that is sound in itself, and the rules of its kind. */
export type ReadLine = ActivityLine<{ id: string }> & { readonly kind: ActivityKind<{ id: string }> };

const KINDS = new Map<string, ReadLine['kind']>(ACTIVITY_KINDS.map((kind) => [kind.object, kind]));

/** Reads lines, each for itself, and adds what is wrong with the others to `faults`. `now`: no event is later. */
export function readLines(lines: readonly SourceLine[], now: number, faults: Fault[]): ReadLine[] {
  const read: ReadLine[] = [];
  for (const { number, text } of lines) {
    const line = readLine(text, now, (field, message) => faults.push({ line: number, field, message }));
    if (line) read.push({ number, ...line });
  }
  return read;
}

type Understood = Omit<ReadLine, 'number'>;

function readLine(text: string, now: number, report: ReportFault): Understood | undefined {
  const value = parseObject(text, report);
  if (!value) return undefined;
  try {
    return understand(text, value, now, report);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    report(null, 'is nested too deeply'); // the stack is full
    return undefined;
  }
}

function understand(
  text: string,
  value: JsonObject,
  now: number,
  report: ReportFault,
): Understood | undefined {
  const kind = typeof value['object'] === 'string' ? KINDS.get(value['object']) : undefined;
  if (!kind) {
    report('object', `must be one of ${[...KINDS.keys()].join(', ')}`);
    return undefined;
  }
  if (!isFaithful(text, value, report)) return undefined;
  const state = kind.read(value, now, report);
  return state && { kind, state };
}

function parseObject(text: string, report: ReportFault): JsonObject | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    report(null, 'not JSON');
    return undefined;
  }
  if (isJsonObject(value)) return value;
  report(null, 'not a JSON object');
  return undefined;
}

/** Whether what was parsed can be stored as it was sent. */
function isFaithful(text: string, value: JsonObject, report: ReportFault): boolean {
  const unstorable = fieldsWithUnstorableText(text, value);
  for (const field of unstorable) report(field, 'must not hold \\u0000 or half a surrogate pair');
  const inexact = inexactNumbers(text, value);
  for (const { field, source } of inexact) {
    report(
      field,
      `holds the number ${source.slice(0, 40)}, which is not exact as a JSON number; send it as text`,
    );
  }
  return unstorable.length === 0 && inexact.length === 0;
}
