import type { App } from '../app.ts';

/** `/healthz`: the process is alive. `/readyz`: its database and storage can be reached too. */
export function registerHealthRoutes(app: App, checkReady: () => Promise<void>): void {
  app.get('/healthz', { schema: { hide: true }, exposeHeadRoute: true }, () => ({
    ok: true,
    data: { status: 'alive' },
  }));
  app.get('/readyz', { schema: { hide: true }, exposeHeadRoute: true }, async () => {
    await checkReady();
    return { ok: true, data: { status: 'ready' } };
  });
}
