import { Type } from 'typebox';
import { ledgerEntryRow } from '../../domain/ledger-entry.ts';
import { LIST_LIMIT_DEFAULT } from '../../domain/limits.ts';
import { getHead } from '../../verbs/ledger/head.ts';
import { listLedger } from '../../verbs/ledger/list.ts';
import type { App } from '../app.ts';
import type { FaceParts } from '../face.ts';
import { callerOf } from '../authenticate/require-access.ts';
import { failures, Success } from '../schemas/envelope.ts';
import { paginationOf } from '../schemas/page.ts';
import { LedgerPage, ListLedgerQuery, SignedHeadShape } from '../schemas/ledger.ts';
import { StoreId } from '../schemas/scalars.ts';

const tags = ['Ledger'];
const reading = { permission: 'PAYOUTS_READ' } as const;
const StoreParams = Type.Object({ storeId: StoreId });

/** `/payouts/ledger` of a store. */
export function registerLedgerRoutes(app: App, { context, face }: FaceParts): void {
  const list = {
    tags,
    security: face.security,
    summary: 'List ledger entries, newest first',
    params: StoreParams,
    querystring: ListLedgerQuery,
    response: { 200: Success(LedgerPage, 'One page of entries'), ...failures(400, 401, 403, 404, 429) },
  };
  app.get('/payouts/ledger', { config: reading, schema: list }, async (request) => {
    const { page = 1, limit = LIST_LIMIT_DEFAULT, ...filter } = request.query;
    const input = { ...request.params, ...filter, page, limit };
    const { items, total } = await listLedger(context, callerOf(request), input);
    const pagination = paginationOf({ page, limit }, total);
    return { ok: true as const, data: { items: items.map(ledgerEntryRow), pagination } };
  });

  const head = {
    tags,
    security: face.security,
    summary: 'Get the signed head of the ledger',
    description:
      'Keep the answer: whoever has it can show later that the ledger was rewritten or shortened (`daybook verify --head`).',
    params: StoreParams,
    response: { 200: Success(SignedHeadShape, 'The newest entry'), ...failures(400, 401, 403, 404, 429) },
  };
  app.get('/payouts/ledger/head', { config: reading, schema: head }, async (request) => {
    return { ok: true as const, data: await getHead(context, callerOf(request), request.params) };
  });
}
