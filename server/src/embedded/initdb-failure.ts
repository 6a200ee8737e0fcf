import { hasCure } from './postgres-cure.ts';

/** The one reason in what initdb said: a full disk is met several times over, and at last something else is said of it. */
export function initdbFailure(complaint: string): string {
  const reasons = complaint.split('\n').map((line) => line.replace(/^.*(?:FATAL|PANIC|ERROR|error): +/, ''));
  return reasons.find(hasCure) ?? /(?:FATAL|PANIC): +(.*)/.exec(complaint)?.[1] ?? complaint;
}
