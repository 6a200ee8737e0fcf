import { formatInstant } from '../domain/instant.ts';
import type { CreatedToken } from '../verbs/tokens/create.ts';
import type { listTokens } from '../verbs/tokens/list.ts';

type Token = Awaited<ReturnType<typeof listTokens>>[number];

/** A token as the API shows it. */
export function tokenJson(token: Token) {
  return {
    ...token,
    createdAt: formatInstant(token.createdAt),
    expiresAt: optionalInstant(token.expiresAt),
    lastUsedAt: optionalInstant(token.lastUsedAt),
  };
}

/** A token with its secret, for the one answer that shows it. */
export function createdTokenJson(token: CreatedToken) {
  return {
    ...token,
    createdAt: formatInstant(token.createdAt),
    expiresAt: optionalInstant(token.expiresAt),
  };
}

function optionalInstant(instant: number | null): string | null {
  return instant === null ? null : formatInstant(instant);
}
