import { activityLines } from '../bench/activity-lines.ts';
import type { ApiClient } from './api-client.ts';
import type { Cluster } from './cluster.ts';
import { sendActivity } from './send-activity.ts';

/** A store of the campaign, and its token. */
export type ChaosStore = { readonly handle: string; readonly storeId: string; readonly secret: string };

/** What every report of the campaign covers; all activity lies in it. */
export const PERIOD = {
  periodStart: '2026-04-01T00:00:00Z',
  periodEnd: '2026-06-30T00:00:00Z',
};

/** Makes a store with so many payments and a token for its reports, as a platform does. */
export async function makeStore(
  cluster: Cluster,
  client: ApiClient,
  options: { handle: string; payments: number },
  signal: AbortSignal,
): Promise<ChaosStore> {
  const headers = { Authorization: `Bearer ${cluster.operatorKey}`, 'Content-Type': 'application/json' };
  const post = async (path: string, body: object): Promise<Record<string, unknown>> => {
    const answer = await client.send({ method: 'POST', path, headers, body: JSON.stringify(body) }, signal);
    if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${answer.body.error}`);
    return answer.body.data;
  };
  const { handle } = options;
  const about = { title: handle, currency: 'USD', country: 'GB', ownerEmail: `${handle}@example.com` };
  const storeId = (await post('/v2/platform/stores', { handle, ...about }))['id'] as string;
  const permissions = ['REPORTS_READ', 'REPORTS_WRITE'];
  const token = await post(`/v2/platform/stores/${storeId}/tokens`, { name: 'chaos', permissions });
  await sendActivity({ storeId, operatorKey: cluster.operatorKey, client }, activityLines(`${handle}f`, options.payments), signal); // prettier-ignore
  return { handle, storeId, secret: token['secret'] as string };
}
