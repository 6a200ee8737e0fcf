import { timingSafeEqual } from 'node:crypto';
import { findOwnerId } from '../../db/members.ts';
import { inStore } from '../../db/transaction.ts';
import { hashSignInSecret, newSignInSecret } from '../../keys/sign-in-secret.ts';
import type { VerbContext } from '../../verbs/context.ts';
import { signInUrl } from '../../verbs/sessions/sign-in-url.ts';
import type { StandingLink } from '../../verbs/sessions/standing-link.ts';

/** The one-click sign-in of the demo store's owner: a secret that is nowhere but in this process and in `demo.json`. */
export type DemoSignIn = StandingLink & {
  /** Makes the link work. Resolves to it. */
  open(context: VerbContext, baseUrl: string, storeId: string): Promise<string>;
};

export function createDemoSignIn(): DemoSignIn {
  const secret = newSignInSecret('sml');
  const hash = hashSignInSecret(secret);
  let owner: string | undefined;
  let url: string | undefined;
  return {
    get url() {
      return url;
    },
    accountOf: (token) => (timingSafeEqual(hashSignInSecret(token), hash) ? owner : undefined),
    async open(context, baseUrl, storeId) {
      owner = await inStore(context.database, storeId, findOwnerId);
      url = signInUrl(baseUrl, secret);
      return url;
    },
  };
}
