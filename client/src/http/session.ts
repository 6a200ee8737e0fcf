import type { Operations } from '../api/operations.ts';
import type { Daybook } from '../daybook.ts';
import type { AccessTokens } from './credential.ts';
import type { CallOptions } from './transport.ts';

type Started = Operations['POST /v2/auth/session']['data'];

/** A signed-in account, in a browser: the refresh token is a cookie that no code sees. */
export type Session = AccessTokens & {
  /** Has a sign-in link mailed. */
  requestLink(email: string, options?: CallOptions): Promise<void>;
  /** Signs in with the token of the link. */
  start(token: string, options?: CallOptions): Promise<Started>;
  /** Signs out. */
  end(options?: CallOptions): Promise<void>;
};

const LOCK = 'daybook-refresh';

/** The session of a browser. `daybook` is a client without a credential. */
export function createSession(daybook: Daybook): Session {
  let access: string | undefined;
  let refreshing: Promise<void> | undefined;

  /** A refresh token works once, so pages of one browser take turns where the browser lets them. */
  async function refreshOnce(): Promise<void> {
    const run = async (): Promise<void> => {
      const { accessToken } = await daybook.call('POST /v2/auth/refresh', { body: {} });
      access = accessToken;
    };
    const { locks } = (globalThis.navigator ?? {}) as { locks?: LockManager };
    await (locks ? locks.request(LOCK, run) : run());
  }
  const session: Session = {
    async accessToken() {
      if (access === undefined) await session.refresh();
      return access as unknown as string;
    },
    refresh() {
      access = undefined;
      refreshing ??= refreshOnce().finally(() => (refreshing = undefined));
      return refreshing;
    },
    async requestLink(email, options) {
      await daybook.call('POST /v2/auth/magic-link', { body: { email }, ...options });
    },
    async start(token, options) {
      const started = await daybook.call('POST /v2/auth/session', { body: { token }, ...options });
      access = started.accessToken;
      return started;
    },
    async end(options) {
      await daybook.with({ session }).call('DELETE /v2/auth/session', options);
      access = undefined;
    },
  };
  return session;
}
