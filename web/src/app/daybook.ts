import { createSession, Daybook } from '@daybook/client';

const HAS_SIGNED_IN = 'daybook-has-signed-in';

/** What nobody in particular calls. */
export const stranger = new Daybook({ baseUrl: location.origin, retries: 0 });

/** The session of this browser: the access token in memory, the refresh token in a cookie that no code sees. */
export const session = createSession(stranger);

/** What a signed-in person calls. */
export const daybook = new Daybook({ baseUrl: location.origin, session, retries: 2 });

/** The same for one store. */
export function daybookOf(storeId: string): Daybook {
  return new Daybook({ baseUrl: location.origin, storeId, session, retries: 2 });
}

/** Whether it is worth asking for the session that this browser may have; where nobody ever signed in it is not. */
export function mayHaveSession(): boolean {
  return localStorage.getItem(HAS_SIGNED_IN) !== null;
}

/** Signs in with the token of a link. */
export async function signIn(token: string): Promise<void> {
  await session.start(token);
  localStorage.setItem(HAS_SIGNED_IN, 'yes');
}

/** Forgets the session, which is over or about to be. */
export function forgetSession(): void {
  localStorage.removeItem(HAS_SIGNED_IN);
}
