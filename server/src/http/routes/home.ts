import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { App } from '../app.ts';

const PAGE = new URL('../../../../web/public/index.html', import.meta.url);

/** `/`: what a person sees who opens the server's address in a browser. */
export function registerHomeRoute(app: App): void {
  app.get('/', { schema: { hide: true }, exposeHeadRoute: true }, async (_request, reply) => {
    const page = await readFile(PAGE, 'utf8');
    return reply
      .type('text/html; charset=utf-8')
      .header('Content-Security-Policy', policyOf(page))
      .send(page);
  });
}

/** Lets in the page's own style, by its hash, and nothing else. */
function policyOf(page: string): string {
  const style = /<style>([^]*?)<\/style>/.exec(page)?.[1] ?? '';
  const hash = createHash('sha256').update(style).digest('base64');
  return `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
}
