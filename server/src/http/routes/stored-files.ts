import type { FolderStorage } from '../../storage/folder/folder-storage.ts';
import { DaybookError } from '../../domain/errors.ts';
import type { App } from '../app.ts';

/** `/objects/…`: the files behind signed URLs, on the embedded default. The signature is the only credential. */
export function registerStoredFileRoutes(app: App, folder: FolderStorage): void {
  app.route({
    method: ['GET', 'HEAD'],
    url: '/objects/*',
    schema: { hide: true },
    async handler(request, reply) {
      const answer = await folder.open({
        method: request.method as 'GET' | 'HEAD',
        pathAndQuery: request.raw.url ?? '',
        range: request.headers.range,
      });
      if (answer.headers) reply.headers(answer.headers);
      if ('code' in answer) throw new DaybookError(answer.code, answer.message);
      return reply.code(answer.status).send(answer.body);
    },
  });
}
