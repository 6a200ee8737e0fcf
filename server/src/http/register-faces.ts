import type { App, AppParts } from './app.ts';
import { authenticateMember } from './authenticate/authenticate-session.ts';
import { authenticateStoreToken } from './authenticate/authenticate-store-token.ts';
import { refuseOpenRoute } from './authenticate/require-access.ts';
import { DASHBOARD_API, STORE_API } from './face.ts';
import { recordRequests } from './record-requests.ts';
import { registerApiLogRoutes } from './routes/dashboard/api-logs.ts';
import { registerLedgerRoutes } from './routes/ledger.ts';
import { registerMeRoute } from './routes/dashboard/me.ts';
import { registerMemberStoreRoute } from './routes/dashboard/member-store.ts';
import { registerMemberRoutes } from './routes/dashboard/members.ts';
import { registerPlatformRoutes } from './routes/platform.ts';
import { registerReportRoutes } from './routes/reports.ts';
import { registerOverviewRoute } from './routes/dashboard/overview.ts';
import { registerSessionRoutes } from './routes/dashboard/sessions.ts';
import { registerSettingsRoutes } from './routes/dashboard/settings.ts';
import { registerWebhookRoutes } from './routes/webhooks.ts';
import { registerStoreTokenRoutes } from './routes/dashboard/store-tokens.ts';

/** The three faces of the server, each behind its credential: Store API, Platform API, Dashboard API. */
export async function registerFaces(app: App, parts: AppParts): Promise<void> {
  await app.register(
    async (store: App) => {
      store.addHook('onRoute', refuseOpenRoute);
      recordRequests(store, parts.context);
      store.addHook('preParsing', authenticateStoreToken(parts.context, parts.countRequests));
      registerReportRoutes(store, { ...parts, face: STORE_API });
      registerLedgerRoutes(store, { ...parts, face: STORE_API });
      registerWebhookRoutes(store, { ...parts, face: STORE_API });
    },
    { prefix: '/v2/core/stores/:storeId' },
  );
  await app.register((platform: App) => registerPlatformRoutes(platform, parts), { prefix: '/v2/platform' });
  await app.register((auth: App) => registerSessionRoutes(auth, parts, parts.countRequests), {
    prefix: '/v2/auth',
  });
  registerMeRoute(app, parts, parts.countRequests);
  await app.register(
    async (store: App) => {
      store.addHook('onRoute', refuseOpenRoute);
      store.addHook('onRequest', authenticateMember(parts.context, parts.countRequests));
      registerMemberStoreRoute(store, parts);
      registerReportRoutes(store, { ...parts, face: DASHBOARD_API });
      registerLedgerRoutes(store, { ...parts, face: DASHBOARD_API });
      registerWebhookRoutes(store, { ...parts, face: DASHBOARD_API });
      registerStoreTokenRoutes(store, parts);
      registerMemberRoutes(store, parts);
      registerSettingsRoutes(store, parts);
      registerApiLogRoutes(store, parts);
      registerOverviewRoute(store, parts);
    },
    { prefix: '/v2/stores/:storeId' },
  );
}
