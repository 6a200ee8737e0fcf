import { pino } from 'pino';
import { createApp } from '../../../src/http/app.ts';
import { createRateCounter } from '../../../src/http/limits/rate-limit.ts';
import { createFolderStorage } from '../../../src/storage/folder/folder-storage.ts';
import type { TestDaybook } from '../daybook.ts';

/** Every route of the app, told of in openapi.json or not, as `GET /v2/stores/{storeId}/tokens`. */
export async function registeredRoutes(daybook: TestDaybook): Promise<string[]> {
  const folder = createFolderStorage({
    directory: daybook.folder,
    baseUrl: () => daybook.baseUrl,
    accessKeyId: 'unused',
    secretAccessKey: 'unused',
    clock: Date.now,
  });
  const log = pino({ level: 'silent' });
  const app = await createApp({
    context: daybook.context,
    storage: folder,
    folder,
    log,
    checkReady: async () => {},
    countRequests: createRateCounter(),
    trustedProxies: [],
  });
  await app.ready();
  const tree = app.printRoutes({ commonPrefix: false });
  await app.close();
  return routesOf(tree);
}

/** Reads the tree that Fastify prints: `│   └── /:reportId (GET)`, four characters for each level. */
function routesOf(tree: string): string[] {
  const above: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const [, indent = '', text = '', methods = ''] = /^([│ ]*)[├└]── (\S+)(?: \((.*)\))?$/.exec(line) ?? [];
    if (text === '') return [];
    const level = indent.length / 4;
    const path = `${above[level - 1] ?? ''}${text}`;
    above.splice(level, above.length, path);
    // A wildcard is printed without what comes before it; there is one, and a second one would be there twice.
    const named = path === '/*' ? '/objects/{path}' : path.replaceAll(/:(\w+)/g, '{$1}');
    return methods === '' ? [] : methods.split(', ').map((method) => `${method} ${named}`);
  });
}
