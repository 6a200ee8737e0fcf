import { Type } from 'typebox';
import { changeSettings } from '../../../verbs/settings/change.ts';
import { getSettings } from '../../../verbs/settings/get.ts';
import type { App, AppParts } from '../../app.ts';
import { callerOf } from '../../authenticate/require-access.ts';
import { failures, Success } from '../../schemas/envelope.ts';
import { SettingsShape } from '../../schemas/settings.ts';
import { StoreId } from '../../schemas/scalars.ts';
import { DASHBOARD_API } from '../../face.ts';

const tags = ['Settings'];
const { security } = DASHBOARD_API;
const params = Type.Object({ storeId: StoreId });
const Settings = Success(SettingsShape, 'What the store has chosen');

/** `/settings` of a store. */
export function registerSettingsRoutes(app: App, { context }: AppParts): void {
  const get = { tags, security, summary: 'Get the settings', params, response: { 200: Settings, ...failures(400, 401, 403, 404, 429) } }; // prettier-ignore
  app.get('/settings', { config: { role: 'VIEWER' }, schema: get }, async (request) => {
    const settings = await getSettings(context, callerOf(request), request.params);
    return { ok: true as const, data: { notifications: { reportReady: settings.notifyReportReady } } };
  });

  const put = { tags, security, summary: 'Change the settings', params, body: SettingsShape, response: { 200: Settings, ...failures(400, 401, 403, 404, 413, 415, 429) } }; // prettier-ignore
  app.put('/settings', { config: { role: 'ADMINISTRATOR' }, schema: put }, async (request) => {
    const notifyReportReady = request.body.notifications.reportReady;
    await changeSettings(context, callerOf(request), { ...request.params, notifyReportReady });
    return { ok: true as const, data: request.body };
  });
}
