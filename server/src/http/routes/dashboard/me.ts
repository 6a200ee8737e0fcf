import { me } from '../../../verbs/accounts/me.ts';
import type { App, AppParts } from '../../app.ts';
import { authenticateAccount, signedInOf } from '../../authenticate/authenticate-session.ts';
import type { RateCounter } from '../../limits/rate-limit.ts';
import { MeShape } from '../../schemas/session.ts';
import { failures, Success } from '../../schemas/envelope.ts';
import { DASHBOARD_API } from '../../face.ts';

/** `/v2/me` */
export function registerMeRoute(app: App, { context }: AppParts, rateLimit: RateCounter): void {
  const schema = {
    tags: ['Dashboard'],
    security: DASHBOARD_API.security,
    summary: 'Get your account, your stores and what you are there',
    response: { 200: Success(MeShape, 'Who is signed in'), ...failures(401, 429) },
  };
  const onRequest = authenticateAccount(context, rateLimit);
  app.get('/v2/me', { schema, onRequest }, async (request) => {
    return { ok: true as const, data: await me(context, signedInOf(request)) };
  });
}
