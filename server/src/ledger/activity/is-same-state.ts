/** Whether two states of one thing are the same in every field; a thing that is not there yet has none. */
export function isSameState<State extends object>(one: State | undefined, other: State | undefined): boolean {
  if (!one || !other) return one === other;
  return (Object.keys(one) as (keyof State)[]).every((field) => one[field] === other[field]);
}
