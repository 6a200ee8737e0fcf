import { hash } from 'node:crypto';

/** Whose a refused secret is, and the how-manieth refusal of it this is within the second. */
export type Refusal<Owner> = { readonly owner: Owner; readonly nth: number };

/**
 * Bearer secrets that are beyond the limit in the present second, and whose they are: the rest of a flood is refused
 * without a look at the database. They are kept as hashes, none longer than its second, and let nobody in.
 */
export function createSpentSecrets<Owner>() {
  let second = 0;
  let spent = new Map<string, { owner: Owner; refused: number }>();
  return {
    /** Counts one more refusal where the secret is spent; undefined where it is not. */
    refuse(secret: string, now: number): Refusal<Owner> | undefined {
      const present = Math.floor(now / 1_000);
      if (present !== second) {
        second = present;
        spent = new Map();
      }
      if (spent.size === 0) return undefined;
      const found = spent.get(hashOf(secret));
      if (!found) return undefined;
      found.refused += 1;
      return { owner: found.owner, nth: found.refused };
    },
    /** `now`: when the secret was counted, which may be a second that has passed meanwhile. */
    add(secret: string, now: number, owner: Owner): void {
      const key = hashOf(secret);
      if (Math.floor(now / 1_000) === second && !spent.has(key)) spent.set(key, { owner, refused: 1 });
    },
  };
}

function hashOf(secret: string): string {
  return hash('sha256', secret, 'base64');
}
