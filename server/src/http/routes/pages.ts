import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import staticFiles from '@fastify/static';
import { DaybookError } from '../../domain/errors.ts';
import type { App } from '../app.ts';

const DIST = fileURLToPath(new URL('../../../../web/dist/', import.meta.url));
const YEAR_SECONDS = 31_536_000;

/** Nothing from elsewhere, no script that is not a file of ours. The components set styles as attributes. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; font-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** The addresses that the dashboard itself takes apart. */
const PAGES = ['/', '/sign-in', '/stores/*', '/verify'];

/** The dashboard: the same page behind each of its addresses, and the files that it loads. */
export async function registerPages(app: App): Promise<void> {
  const hidden = { schema: { hide: true } };
  for (const url of PAGES) {
    app.get(url, { ...hidden, exposeHeadRoute: true }, async (_request, reply) =>
      reply
        .type('text/html; charset=utf-8')
        .header('Cache-Control', 'no-cache')
        .header('Content-Security-Policy', POLICY)
        .header('Referrer-Policy', 'no-referrer')
        .send(await readFile(join(DIST, 'index.html'), 'utf8').catch(notBuilt)),
    );
  }
  if (!existsSync(DIST)) return;
  app.addHook('onRoute', (route) => {
    if (route.url.startsWith('/assets/')) route.schema = { hide: true };
  });
  await app.register(staticFiles, {
    root: join(DIST, 'assets'),
    prefix: '/assets/',
    index: false,
    maxAge: YEAR_SECONDS * 1_000,
    immutable: true,
    preCompressed: true,
    decorateReply: false,
  });
  app.get('/favicon.svg', { ...hidden, exposeHeadRoute: true }, async (_request, reply) =>
    reply.type('image/svg+xml').send(await readFile(join(DIST, 'favicon.svg'))),
  );
}

function notBuilt(error: unknown): never {
  throw new DaybookError('NOT_FOUND', 'The dashboard is not built: run "npm run build -w web" once.', { cause: error }); // prettier-ignore
}
