import { getStore } from '../../verbs/stores/get.ts';
import type { App, AppParts } from '../app.ts';
import { authenticateOperator } from '../authenticate/authenticate-operator.ts';
import { callerOf } from '../authenticate/require-access.ts';
import { registerActivityRoute } from './platform/activity.ts';
import { registerStoreRoutes } from './platform/stores.ts';
import { registerTokenRoute } from './platform/tokens.ts';

/** `/v2/platform`. No rate limit: the one who holds the operator key runs the server, and a limit would only delay the books. */
export async function registerPlatformRoutes(app: App, parts: AppParts): Promise<void> {
  app.addHook('onRequest', authenticateOperator(parts.operatorKey));
  registerStoreRoutes(app, parts);
  await app.register(
    async (store: App) => {
      // 404 of the store comes before anything that the body could be wrong in.
      store.addHook('onRequest', async (request) => {
        await getStore(parts.context, callerOf(request), request.params as { storeId: string });
      });
      registerTokenRoute(store, parts);
      registerActivityRoute(store, parts);
    },
    { prefix: '/stores/:storeId' },
  );
}
