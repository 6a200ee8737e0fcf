import { readFile } from 'node:fs/promises';
import type { App } from '../app.ts';

const PAGE = new URL('../../../../web/public/index.html', import.meta.url);

/** `/`: what a person sees who opens the server's address in a browser. */
export function registerHomeRoute(app: App): void {
  app.get('/', { schema: { hide: true }, exposeHeadRoute: true }, async (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'")
      .send(await readFile(PAGE, 'utf8')),
  );
}
