import { createSession, Daybook } from '@daybook/client';

const stranger = new Daybook({ baseUrl: location.origin, retries: 0 });

/** The session of this browser: the access token in memory, the refresh token in a cookie that no code sees. */
export const session = createSession(stranger);

/** What a signed-in person calls. */
export const daybook = new Daybook({ baseUrl: location.origin, session, retries: 2 });

/** The same for one store. */
export function daybookOf(storeId: string): Daybook {
  return new Daybook({ baseUrl: location.origin, storeId, session, retries: 2 });
}
