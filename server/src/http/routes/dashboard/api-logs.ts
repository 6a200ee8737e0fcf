import { Type } from 'typebox';
import { DaybookError } from '../../../domain/errors.ts';
import { formatInstant, parseInstant } from '../../../domain/instant.ts';
import { LIST_LIMIT_DEFAULT } from '../../../domain/limits.ts';
import { listDownloads } from '../../../verbs/records/list-downloads.ts';
import { listApiRequests } from '../../../verbs/records/list-requests.ts';
import type { App, AppParts } from '../../app.ts';
import { callerOf } from '../../authenticate/require-access.ts';
import { failures, Success } from '../../schemas/envelope.ts';
import { paginationOf } from '../../schemas/page.ts';
import { ListRecordsQuery, RecordsPage, STATUS_CLASSES } from '../../schemas/record.ts';
import { StoreId } from '../../schemas/scalars.ts';

/** `/api-logs` of a store, for members who are signed in. */
export function registerApiLogRoutes(app: App, { context }: Pick<AppParts, 'context'>): void {
  const schema = {
    tags: ['Logs'],
    security: [{ session: [] }],
    summary: 'List Store API requests, or downloads, of the last 30 days, newest first',
    description: 'A request appears some seconds after it was answered.',
    params: Type.Object({ storeId: StoreId }),
    querystring: ListRecordsQuery,
    response: { 200: Success(RecordsPage, 'One page of either kind'), ...failures(400, 401, 403, 404, 429) },
  };
  app.get('/api-logs', { config: { role: 'DEVELOPER' }, schema }, async (request) => {
    const { kind, status, reportId, before, page = 1, limit = LIST_LIMIT_DEFAULT, ...filter } = request.query;
    const until = before === undefined ? {} : { before: instantOf(before) };
    const input = { ...request.params, ...filter, ...until, page, limit };
    if (kind === 'downloads') {
      if (status) throw refused('status', 'goes with kind=requests only');
      return {
        ok: true as const,
        data: pageOf(
          await listDownloads(context, callerOf(request), { ...input, ...(reportId ? { reportId } : {}) }),
          input,
        ),
      };
    }
    if (reportId) throw refused('reportId', 'goes with kind=downloads only');
    const answered = status ? { statusFrom: STATUS_CLASSES[status] } : {};
    const found = await listApiRequests(context, callerOf(request), { ...input, ...answered });
    return { ok: true as const, data: pageOf(found, input) };
  });
}

function pageOf<Item extends { at: number }>(
  { items, total }: { items: Item[]; total: number },
  { page, limit }: { page: number; limit: number },
) {
  const pagination = paginationOf({ page, limit }, total);
  return { items: items.map((item) => ({ ...item, at: formatInstant(item.at) })), pagination };
}

function instantOf(text: string): number {
  const parsed = parseInstant(text);
  if ('problem' in parsed) throw refused('before', parsed.problem);
  return parsed.instant;
}

function refused(path: string, message: string): DaybookError {
  return new DaybookError('INVALID_REQUEST', `${path} ${message}.`, { details: [{ path, message }] });
}
