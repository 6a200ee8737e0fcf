import { formatInstant } from '../../../domain/instant.ts';
import { LIST_LIMIT_DEFAULT } from '../../../domain/limits.ts';
import { createStore } from '../../../verbs/stores/create.ts';
import { listStores } from '../../../verbs/stores/list.ts';
import type { App, AppParts } from '../../app.ts';
import { callerOf } from '../../authenticate/require-access.ts';
import { failures, Success } from '../../schemas/envelope.ts';
import { paginationOf } from '../../schemas/page.ts';
import { CreatedStoreShape, CreateStoreBody, ListStoresQuery, StorePage } from '../../schemas/platform.ts';

const about = { tags: ['Platform'], security: [{ operatorKey: [] }] };

/** `/stores` of the platform. */
export function registerStoreRoutes(app: App, { context }: AppParts): void {
  const create = {
    ...about,
    summary: 'Make a store',
    body: CreateStoreBody,
    response: {
      201: Success(CreatedStoreShape, 'The store and its owner'),
      ...failures(400, 401, 409, 413, 415, 429),
    },
  };
  app.post('/stores', { schema: create }, async (request, reply) => {
    const store = await createStore(context, callerOf(request), request.body);
    return reply.code(201).send({ ok: true, data: withTime(store) });
  });

  const list = {
    ...about,
    summary: 'List stores, newest first',
    querystring: ListStoresQuery,
    response: { 200: Success(StorePage, 'One page of stores'), ...failures(400, 401, 429) },
  };
  app.get('/stores', { schema: list }, async (request) => {
    const { page = 1, limit = LIST_LIMIT_DEFAULT, ...filter } = request.query;
    const { items, total } = await listStores(context, callerOf(request), { ...filter, page, limit });
    const pagination = paginationOf({ page, limit }, total);
    return { ok: true as const, data: { items: items.map(withTime), pagination } };
  });
}

function withTime<Store extends { createdAt: number }>(store: Store) {
  return { ...store, createdAt: formatInstant(store.createdAt) };
}
