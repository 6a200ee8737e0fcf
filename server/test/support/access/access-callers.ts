import { createHash, randomBytes } from 'node:crypto';
import { PERMISSIONS } from '../../../src/domain/permission.ts';
import { deleteToken } from '../../../src/verbs/tokens/delete.ts';
import type { AccessWorld } from './access-world.ts';
import { OPERATOR_KEY } from '../daybook.ts';
import { hmacClient } from './hmac-client.ts';

/** What a caller's credential may depend on. `path` with its query; without a body, `body` is empty. */
type Signed = { method: string; path: string; body: string };

/** One column of the table: who sends a request, and what shows that. */
export type AccessCaller = {
  headers(request: Signed): Record<string, string>;
  /** Of a session: whose. */
  accountId?: string;
};

const bearer = (secret: string, accountId?: string): AccessCaller => ({
  headers: () => ({ Authorization: `Bearer ${secret}` }),
  ...(accountId === undefined ? {} : { accountId }),
});

/** Everybody who may ask, by the name of the column. */
export async function createAccessCallers(world: AccessWorld): Promise<Record<string, AccessCaller>> {
  return {
    ...(await nobodies(world)),
    ...(await tokens(world)),
    ...(await members(world)),
    oper: bearer(OPERATOR_KEY),
  };
}

/** A caller with a session of its own that can be used up. */
export async function signInAnew(world: AccessWorld, accountId: string): Promise<AccessCaller> {
  return bearer((await world.createSession(accountId)).accessToken, accountId);
}

async function nobodies(world: AccessWorld): Promise<Record<string, AccessCaller>> {
  const { clock, daybook, store } = world;
  const { storeId } = store;
  const whole = { permissions: PERMISSIONS };
  const expiresAt = new Date(clock() + 1_000).toISOString();
  const expired = await world.createToken(storeId, { ...whole, expiresAt });
  clock.advance(2_000);
  const deleted = await world.createToken(storeId, whole);
  await deleteToken(daybook.context, { kind: 'operator' }, { storeId, tokenId: deleted.id });
  const ended = await world.createSession(world.ownerId);
  const headers = { Authorization: `Bearer ${ended.accessToken}` };
  const { status } = await fetch(`${daybook.baseUrl}/v2/auth/session`, { method: 'DELETE', headers });
  if (status !== 200) throw new Error(`signing out answered ${status}`);
  const { cookie } = await world.createSession(world.ownerId);
  return {
    none: { headers: () => ({}) },
    junk: { headers: () => ({ Authorization: `Basic ${store.secret}` }) },
    unkn: bearer(`sk_live_${randomBytes(32).toString('base64url')}`),
    dele: bearer(deleted.secret),
    expd: bearer(expired.secret),
    outd: bearer(ended.accessToken),
    cook: { headers: () => ({ Cookie: cookie }) },
  };
}

async function tokens(world: AccessWorld): Promise<Record<string, AccessCaller>> {
  const { storeId } = world.store;
  const other = world.otherStore.storeId;
  const one = async (store: string, permissions: readonly (typeof PERMISSIONS)[number][]) =>
    bearer((await world.createToken(store, { permissions })).secret);
  const token = await world.createToken(storeId, { permissions: PERMISSIONS, mode: 'HMAC' });
  const { sign } = hmacClient(world.daybook, storeId, token);
  const authorization = { Authorization: `Bearer ${token.id}` };
  return {
    all: await one(other, PERMISSIONS),
    few: await one(other, ['WEBHOOKS_READ']),
    RR: await one(storeId, ['REPORTS_READ']),
    RW: await one(storeId, ['REPORTS_WRITE']),
    PR: await one(storeId, ['PAYOUTS_READ']),
    WR: await one(storeId, ['WEBHOOKS_READ']),
    WW: await one(storeId, ['WEBHOOKS_WRITE']),
    v1: { headers: ({ body }) => ({ ...authorization, 'X-Signature': sign(body) }) },
    v2: {
      headers({ method, path, body }) {
        const timestamp = String(Math.floor(world.clock() / 1_000));
        const nonce = randomBytes(16).toString('base64url');
        const bodyHash = createHash('sha256').update(body).digest('hex');
        return {
          ...authorization,
          'X-Signature': sign(`v2\n${timestamp}\n${nonce}\n${method}\n${path}\n${bodyHash}`),
          'X-Signature-Version': '2',
          'X-Signature-Timestamp': timestamp,
          'X-Signature-Nonce': nonce,
        };
      },
    },
  };
}

async function members(world: AccessWorld): Promise<Record<string, AccessCaller>> {
  return {
    VIEW: await signInAnew(world, await world.addMember('VIEWER')),
    MODE: await signInAnew(world, await world.addMember('MODERATOR')),
    DEVE: await signInAnew(world, await world.addMember('DEVELOPER')),
    ADMI: await signInAnew(world, await world.addMember('ADMINISTRATOR')),
    OWNE: await signInAnew(world, world.ownerId),
    alie: await signInAnew(world, world.alienId),
  };
}
