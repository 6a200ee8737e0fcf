import { randomBytes } from 'node:crypto';
import type { AccessCaller } from './access-callers.ts';
import type { AccessRow } from './access-table.ts';
import type { AccessWorld } from './access-world.ts';
import { reportInState } from '../report-in-state.ts';
import { paymentLine } from '../rows/payment-line.ts';

/** A request, still without whoever sends it. `path` with its query. */
export type AccessRequest = { method: string; path: string; body?: string; headers?: Record<string, string> };

const NOWHERE = '0'.repeat(24);
const MONTH = { periodStart: '2026-04-01T00:00:00Z', periodEnd: '2026-05-01T00:00:00Z' };
const fresh = () => randomBytes(8).toString('hex');

/** A body that the route takes, for each that takes one. */
const BODIES: Readonly<
  Record<string, (world: AccessWorld, caller: AccessCaller) => object | Promise<object>>
> = {
  'POST /v2/core/stores/{storeId}/reports': () => ({ type: 'PAYMENT_ACTIVITY', ...MONTH }),
  'POST /v2/stores/{storeId}/reports': () => ({ type: 'PAYMENT_ACTIVITY', ...MONTH }),
  'POST /v2/stores/{storeId}/tokens': () => ({ name: 'test', permissions: ['REPORTS_READ'] }),
  'POST /v2/stores/{storeId}/members': () => ({ email: `${fresh()}@example.com`, role: 'VIEWER' }),
  'PATCH /v2/stores/{storeId}/members/{accountId}': () => ({ role: 'MODERATOR' }),
  'PUT /v2/stores/{storeId}/settings': () => ({ notifications: { reportReady: true } }),
  'POST /v2/platform/stores': () => ({ title: 'Shop', handle: fresh(), currency: 'USD', country: 'GB', ownerEmail: `${fresh()}@example.com` }), // prettier-ignore
  'POST /v2/platform/stores/{storeId}/tokens': () => ({ name: 'test', permissions: ['REPORTS_READ'] }),
  'POST /v2/platform/stores/{storeId}/activity': () => paymentLine(`pmt_${fresh()}`, MONTH.periodStart),
  'POST /v2/auth/magic-link': () => ({ email: `${fresh()}@example.com` }),
  'POST /v2/auth/session': async ({ createLink, ownerId }, { accountId = ownerId }) => ({
    token: await createLink(accountId),
  }),
};

/** Routes without a body whose query can be wrong. */
const QUERIES = new Set([
  'GET /v2/core/stores/{storeId}/reports',
  'GET /v2/core/stores/{storeId}/payouts/ledger',
  'GET /v2/stores/{storeId}/reports',
  'GET /v2/stores/{storeId}/payouts/ledger',
  'GET /v2/stores/{storeId}/api-logs',
  'GET /v2/platform/stores',
]);

/** What a report has to be for the route to take it, where that is not SUCCEEDED. */
const STATES: Readonly<Record<string, 'PENDING' | 'FAILED'>> = { '/cancel': 'PENDING', '/retry': 'FAILED' };

const routeOf = ({ method, path }: AccessRow) => `${method} ${path}`;
const fill = (path: string, values: Record<string, string>) =>
  path.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);

/** Ids for the path, of things that are there: made anew where a request that ends with `status` uses them up. */
export async function thingsOf(
  world: AccessWorld,
  row: AccessRow,
  caller: AccessCaller,
  { reportId, status }: { reportId: string; status: number },
): Promise<Record<string, string>> {
  const { storeId } = world.store;
  const owner = row.note === '(owner)';
  const state = STATES[row.path.slice(row.path.lastIndexOf('/'))];
  const has = (name: string) => row.path.includes(`{${name}}`);
  return {
    storeId,
    reportId: state && status < 300 ? await reportInState(world.daybook, storeId, state) : reportId,
    format: 'csv',
    ...(has('tokenId') ? { tokenId: (await world.createToken(storeId, {})).id } : {}),
    ...(has('accountId') ? { accountId: owner ? world.ownerId : await world.addMember('VIEWER') } : {}),
    ...(has('sessionId')
      ? { sessionId: (await world.createSession(caller.accountId ?? world.ownerId)).sessionId }
      : {}),
  };
}

/** The request as the route takes it, for things with these ids. */
export async function soundRequest(
  world: AccessWorld,
  row: AccessRow,
  caller: AccessCaller,
  ids: Record<string, string>,
): Promise<AccessRequest> {
  const { method } = row;
  const body = await BODIES[routeOf(row)]?.(world, caller);
  const type = row.path.endsWith('/activity') ? 'application/x-ndjson' : 'application/json';
  return {
    method,
    path: fill(row.path, ids),
    ...(body ? { body: JSON.stringify(body), headers: { 'Content-Type': type } } : {}),
  };
}

/** The same request with a body, id or query that is refused, or undefined where nothing can be wrong with it. */
export function unsoundRequest(
  row: AccessRow,
  sound: AccessRequest,
  ids: Record<string, string>,
): AccessRequest | undefined {
  if (sound.body) return { ...sound, body: '{"nonsense": true}' };
  if (QUERIES.has(routeOf(row))) return { ...sound, path: `${sound.path}?limit=0` };
  const id = ['reportId', 'tokenId', 'accountId'].find((name) => row.path.includes(`{${name}}`));
  return id ? { ...sound, path: fill(row.path, { ...ids, [id]: 'nonsense' }) } : undefined;
}

/** The same request for a thing that is not there, or undefined where the path names none. */
export function missingRequest(
  row: AccessRow,
  sound: AccessRequest,
  ids: Record<string, string>,
): AccessRequest | undefined {
  const id = ['reportId', 'tokenId', 'accountId', 'sessionId'].find((name) => row.path.includes(`{${name}}`));
  if (!id) return undefined;
  return { ...sound, path: fill(row.path, { ...ids, [id]: `${ids[id]?.slice(0, 4)}${NOWHERE}` }) };
}
