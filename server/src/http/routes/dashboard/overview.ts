import { Type } from 'typebox';
import { DaybookError } from '../../../domain/errors.ts';
import { formatInstant, parseInstant } from '../../../domain/instant.ts';
import { DAY_MS, OVERVIEW_DEFAULT_DAYS } from '../../../domain/limits.ts';
import { getOverview } from '../../../verbs/overview/get.ts';
import type { App, AppParts } from '../../app.ts';
import { callerOf } from '../../authenticate/require-access.ts';
import { DASHBOARD_API } from '../../face.ts';
import { failures, Success } from '../../schemas/envelope.ts';
import { OverviewQuery, OverviewShape } from '../../schemas/overview.ts';
import { StoreId } from '../../schemas/scalars.ts';

const config = { permission: 'PAYOUTS_READ' } as const;

/** `/overview` of a store: what the dashboard draws. */
export function registerOverviewRoute(app: App, { context }: AppParts): void {
  const schema = {
    tags: ['Ledger'],
    security: DASHBOARD_API.security,
    summary: 'Get what the balance did from day to day',
    params: Type.Object({ storeId: StoreId }),
    querystring: OverviewQuery,
    response: { 200: Success(OverviewShape, 'Day by day'), ...failures(400, 401, 403, 404, 429) },
  };
  app.get('/overview', { config, schema }, async (request) => {
    const { storeId } = request.params;
    const { from, to } = request.query;
    const last = to === undefined ? Math.floor(context.clock() / DAY_MS) * DAY_MS : dayOf('to', to);
    const first = from === undefined ? last - (OVERVIEW_DEFAULT_DAYS - 1) * DAY_MS : dayOf('from', from);
    const { days, ...rest } = await getOverview(context, callerOf(request), { storeId, first, last });
    const dated = days.map(({ day, ...figures }) => ({ date: formatInstant(day).slice(0, 10), ...figures }));
    return { ok: true as const, data: { ...rest, days: dated } };
  });
}

/** The beginning of the day in UTC. @throws INVALID_REQUEST for a day that no calendar has */
function dayOf(path: string, text: string): number {
  const parsed = parseInstant(`${text}T00:00:00Z`);
  if ('instant' in parsed) return parsed.instant;
  const message = 'is no day of the calendar';
  throw new DaybookError('INVALID_REQUEST', `${path} ${message}.`, { details: [{ path, message }] });
}
