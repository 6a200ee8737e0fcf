import { Type } from 'typebox';
import { DaybookError } from '../../../domain/errors.ts';
import { getStore } from '../../../verbs/stores/get.ts';
import type { App, AppParts } from '../../app.ts';
import { callerOf } from '../../authenticate/require-access.ts';
import { failures, Success } from '../../schemas/envelope.ts';
import { StoreId } from '../../schemas/scalars.ts';
import { DASHBOARD_API } from '../../face.ts';

/** `/v2/stores/:storeId`, as its members see it. */
export function registerMemberStoreRoute(app: App, { context }: AppParts): void {
  const schema = {
    tags: ['Dashboard'],
    security: DASHBOARD_API.security,
    summary: 'Get a store and what you are there',
    params: Type.Object({ storeId: StoreId }),
    response: { 200: Success(Type.Ref('MemberStore'), 'The store'), ...failures(401, 403, 404, 429) },
  };
  app.get('/', { prefixTrailingSlash: 'no-slash', config: { role: 'VIEWER' }, schema }, async (request) => {
    const caller = callerOf(request);
    if (caller.kind !== 'account') throw new DaybookError('UNAUTHENTICATED');
    const { id, title, handle, currency, country } = await getStore(context, caller, request.params);
    return { ok: true as const, data: { id, title, handle, currency, country, role: caller.role } };
  });
}
