/** Whether one letter more, less, or other, or two that changed places, is all that keeps two different words apart. */
export function oneEditApart(one: string, other: string): boolean {
  if (one === other || Math.abs(one.length - other.length) > 1) return false;
  let at = 0;
  while (one[at] === other[at]) at += 1;
  const [rest, restOfOther] = [one.slice(at), other.slice(at)];
  if (rest.length > restOfOther.length) return rest.slice(1) === restOfOther;
  if (rest.length < restOfOther.length) return rest === restOfOther.slice(1);
  if (rest.slice(1) === restOfOther.slice(1)) return true;
  const swapped = rest[0] === restOfOther[1] && rest[1] === restOfOther[0];
  return swapped && rest.slice(2) === restOfOther.slice(2);
}
