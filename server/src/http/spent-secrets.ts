import { createHash } from 'node:crypto';

/**
 * Bearer secrets that are beyond the limit in the present second, and whose they are: the rest of a flood is refused
 * without a look at the database. They are kept as hashes, none longer than its second, and let nobody in.
 */
export function createSpentSecrets<Owner>() {
  let second = 0;
  let owners = new Map<string, Owner>();
  return {
    ownerOf(secret: string, now: number): Owner | undefined {
      const present = Math.floor(now / 1_000);
      if (present !== second) {
        second = present;
        owners = new Map();
      }
      return owners.get(hashOf(secret));
    },
    /** `now`: when the secret was counted, which may be a second that has passed meanwhile. */
    add(secret: string, now: number, owner: Owner): void {
      if (Math.floor(now / 1_000) === second) owners.set(hashOf(secret), owner);
    },
  };
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64');
}
