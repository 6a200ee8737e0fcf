/** Whether two values are the same JSON; the order of keys says nothing. */
export function sameJson(one: unknown, other: unknown): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, held]) => [key, sorted(held)] as const);
  // As pairs: an object would put keys that are numbers first again, and lose `__proto__`.
  return { pairs: entries.toSorted(([a], [b]) => (a < b ? -1 : 1)) };
}
