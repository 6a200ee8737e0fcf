import { Type } from 'typebox';
import { DaybookError } from '../../../domain/errors.ts';
import { formatInstant } from '../../../domain/instant.ts';
import { SIGN_IN_LINK_TTL_MINUTES } from '../../../domain/limits.ts';
import { endSession } from '../../../verbs/sessions/end.ts';
import { listSessions } from '../../../verbs/sessions/list.ts';
import { refreshSession } from '../../../verbs/sessions/refresh.ts';
import { requestLink } from '../../../verbs/sessions/request-link.ts';
import { revokeSession } from '../../../verbs/sessions/revoke.ts';
import { startSession } from '../../../verbs/sessions/start.ts';
import type { App, AppParts } from '../../app.ts';
import { authenticateAccount, signedInOf } from '../../authenticate/authenticate-session.ts';
import { clientAddress } from '../../limits/client-address.ts';
import type { RateCounter } from '../../limits/rate-limit.ts';
import { clearRefreshCookie, refreshCookieOf, setRefreshCookie } from '../../authenticate/refresh-cookie.ts';
import { isOfThisMachine } from '../../authenticate/is-of-this-machine.ts';
import { requireSameOrigin } from '../../authenticate/require-same-origin.ts';
import {
  DemoLink,
  EndedSession,
  MagicLinkAnswer,
  MagicLinkBody,
  RefreshedSession,
  SessionId,
  SessionList,
  StartedSession,
  StartSessionBody,
} from '../../schemas/session.ts';
import { failures, Success } from '../../schemas/envelope.ts';
import { DASHBOARD_API } from '../../face.ts';
import { NoBody } from '../../schemas/no-body.ts';

const about = { tags: ['Sessions'] };
const signedIn = { ...about, security: DASHBOARD_API.security };

const LINK_ASKED_FOR = `If this address belongs to an account, a sign-in link is on its way to it. It works once, for ${SIGN_IN_LINK_TTL_MINUTES} minutes.`;

/** `/v2/auth`: signing in, staying signed in, signing out. */
export async function registerSessionRoutes(
  app: App,
  parts: AppParts,
  rateLimit: RateCounter,
): Promise<void> {
  app.addHook('onRequest', requireSameOrigin(parts.context.issuer));
  registerMagicLink(app, parts);
  registerDemoLink(app, parts);
  registerStart(app, parts);
  registerRefresh(app, parts);
  await app.register(async (own: App) => {
    own.addHook('onRequest', authenticateAccount(parts.context, rateLimit));
    registerEnd(own, parts);
    registerList(own, parts);
    registerRevoke(own, parts);
  });
}

function registerMagicLink(app: App, { context }: AppParts): void {
  const schema = {
    ...about,
    security: [],
    summary: 'Ask for a sign-in link by e-mail',
    description: 'The answer is the same whether or not there is such an account.',
    body: MagicLinkBody,
    response: { 200: Success(MagicLinkAnswer, 'Asked for'), ...failures(400, 403, 413, 415, 429) },
  };
  app.post('/magic-link', { schema }, async (request, reply) => {
    const refused = await requestLink(context, { ...request.body, ip: clientAddress(request) });
    if (refused) {
      const { retryAfterSeconds: seconds } = refused;
      reply.header('Retry-After', seconds);
      throw new DaybookError('RATE_LIMITED', `Too many sign-in links were asked for from your network: try again in ${Math.ceil(seconds / 60)} minutes.`); // prettier-ignore
    }
    return { ok: true as const, data: { message: LINK_ASKED_FOR } };
  });
}

function registerDemoLink(app: App, { context }: AppParts): void {
  const schema = {
    ...about,
    security: [],
    summary: 'Get the sign-in link of the demo store',
    description: 'Only where `npm start` brought a demo store, and only for a browser on the same machine.',
    response: { 200: Success(DemoLink, 'The link, or null'), ...failures(403, 429) },
  };
  app.get('/demo-link', { schema }, (request) => {
    const url = (isOfThisMachine(request) && context.standingLink?.url) || null;
    return { ok: true as const, data: { url } };
  });
}

function registerStart(app: App, { context }: AppParts): void {
  const schema = {
    ...about,
    security: [],
    summary: 'Sign in: exchange the token of a sign-in link',
    description: 'The refresh token comes as a cookie that only `/v2/auth` gets to see.',
    body: StartSessionBody,
    response: { 200: Success(StartedSession, 'Signed in'), ...failures(400, 401, 403, 413, 415, 429) },
  };
  app.post('/session', { schema }, async (request, reply) => {
    const device = request.headers['user-agent'] ?? '';
    const input = { ...request.body, device, ip: clientAddress(request) };
    const { refreshToken, expiresAt, ...rest } = await startSession(context, input);
    setRefreshCookie(reply, refreshToken);
    return { ok: true as const, data: { ...rest, expiresAt: formatInstant(expiresAt) } };
  });
}

function registerRefresh(app: App, { context }: AppParts): void {
  const schema = {
    ...about,
    security: [{ refreshCookie: [] }],
    summary: 'Stay signed in: exchange the refresh cookie for a new one and an access token',
    description:
      'Each refresh token works once. One that comes a second time ends the session, so pages of one browser take turns.',
    body: NoBody,
    response: { 200: Success(RefreshedSession, 'Refreshed'), ...failures(400, 401, 403, 413, 415, 429) },
  };
  app.post('/refresh', { schema }, async (request, reply) => {
    const tokens = await refreshSession(context, refreshCookieOf(request)).catch((error: unknown) => {
      if (error instanceof DaybookError && error.code === 'UNAUTHENTICATED') clearRefreshCookie(reply);
      throw error;
    });
    setRefreshCookie(reply, tokens.refreshToken);
    const { accessToken, expiresAt } = tokens;
    return { ok: true as const, data: { accessToken, expiresAt: formatInstant(expiresAt) } };
  });
}

function registerEnd(app: App, { context }: AppParts): void {
  const schema = {
    ...signedIn,
    summary: 'Sign out',
    response: { 200: Success(EndedSession, 'Signed out'), ...failures(400, 401, 403, 413, 415, 429) },
  };
  app.delete('/session', { schema }, async (request, reply) => {
    const session = signedInOf(request);
    await endSession(context, session);
    clearRefreshCookie(reply);
    return { ok: true as const, data: { id: session.sessionId } };
  });
}

function registerList(app: App, { context }: AppParts): void {
  const schema = {
    ...signedIn,
    summary: 'List where you are signed in',
    response: {
      200: Success(SessionList, 'The sessions, the one used last first'),
      ...failures(401, 403, 429),
    },
  };
  app.get('/sessions', { schema }, async (request) => {
    const sessions = await listSessions(context, signedInOf(request));
    const items = sessions.map(({ createdAt, lastUsedAt, ...rest }) => ({
      ...rest,
      createdAt: formatInstant(createdAt),
      lastUsedAt: formatInstant(lastUsedAt),
    }));
    return { ok: true as const, data: { items } };
  });
}

function registerRevoke(app: App, { context }: AppParts): void {
  const schema = {
    ...signedIn,
    summary: 'Sign one of your devices out',
    params: Type.Object({ sessionId: SessionId }),
    response: {
      200: Success(EndedSession, 'Signed out there'),
      ...failures(400, 401, 403, 404, 413, 415, 429),
    },
  };
  app.delete('/sessions/:sessionId', { schema }, async (request) => {
    const { sessionId } = request.params;
    await revokeSession(context, signedInOf(request), { sessionId });
    return { ok: true as const, data: { id: sessionId } };
  });
}
