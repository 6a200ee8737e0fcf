import { DaybookError } from '../daybook-error.ts';
import type { Clock } from './clock.ts';
import { hmacHeaders, type HmacToken } from './hmac-headers.ts';

/** What signs a person in on the Dashboard API: `createSession` makes one, and so can an application. */
export type AccessTokens = {
  /** The present access token. */
  accessToken(): string | Promise<string>;
  /** Gets a new one, as the present one was refused. Rejects when the session is over. */
  refresh(): Promise<unknown>;
};

/** One of them: a store's token, an HMAC token, a session, the operator key; or none, for what needs none. */
export type Credential =
  | { readonly token: string }
  | { readonly hmac: HmacToken }
  | { readonly session: AccessTokens }
  | { readonly operatorKey: string }
  | Partial<Record<'token' | 'hmac' | 'session' | 'operatorKey', undefined>>;

/** Makes the headers of one request. */
export type Authorize = (
  request: { method: string; path: string; body: string },
  clock: Clock,
) => Promise<Record<string, string>>;

export function authorizeWith(credential: Credential): Authorize {
  const given = credential as {
    token?: string;
    hmac?: HmacToken;
    session?: AccessTokens;
    operatorKey?: string;
  };
  const { token, hmac, session, operatorKey } = given;
  if ([token, hmac, session, operatorKey].filter((one) => one !== undefined).length > 1) {
    throw new DaybookError('WRONG_SETTING', 'Give one of token, hmac, session and operatorKey.');
  }
  if (hmac) return (request, clock) => hmacHeaders(hmac, request, clock);
  return async () => {
    const bearer = token ?? operatorKey ?? (await session?.accessToken());
    return bearer === undefined ? {} : { Authorization: `Bearer ${bearer}` };
  };
}
