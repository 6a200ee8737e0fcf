import type { AccessCaller } from '../access/access-callers.ts';
import { soundRequest, thingsOf } from '../access/access-requests.ts';
import { ACCESS_ROWS } from '../access/access-table.ts';
import type { AccessWorld } from '../access/access-world.ts';
import type { ApiOperation } from './api-operations.ts';
import { OPERATOR_KEY } from '../daybook.ts';
import type { RawRequest } from './raw-http.ts';
import type { ByteEdit, FieldEdit, RequestPlan } from './request-plans.ts';

/** What requests are made from: a world, and in it a report that has succeeded. */
export type FuzzedWorld = AccessWorld & {
  readonly reportId: string;
  /** Headers of somebody whom the operation lets in, and of somebody who is good elsewhere. */
  readonly good: Readonly<Record<string, () => Promise<Record<string, string>>>>;
  readonly alien: Readonly<Record<string, () => Promise<Record<string, string>>>>;
};

/** Ways into every operation of a world, by the name of its security scheme. */
export async function createFuzzedWorld(world: AccessWorld, reportId: string): Promise<FuzzedWorld> {
  const { storeId, secret } = world.store;
  const bearer = (text: string) => async () => ({ Authorization: `Bearer ${text}` });
  const session = (accountId: string) => async () =>
    bearer((await world.createSession(accountId)).accessToken)();
  const other = await world.createToken(world.otherStore.storeId, { permissions: ['REPORTS_READ'] });
  const few = await world.createToken(storeId, { permissions: ['PAYOUTS_READ'] });
  return {
    ...world,
    reportId,
    good: {
      storeToken: bearer(secret),
      session: session(world.ownerId),
      refreshCookie: async () => ({ Cookie: (await world.createSession(world.ownerId)).cookie }),
      operatorKey: bearer(OPERATOR_KEY),
    },
    alien: {
      storeToken: bearer(other.secret),
      session: session(world.alienId),
      refreshCookie: async () => ({ Cookie: 'daybook_refresh=srt_unknown' }),
      operatorKey: bearer(few.secret),
    },
  };
}

/** All who guess do it from here, more often than anybody may. */
const GUESSER = '192.0.2.1';
let addresses = 0;
const nextAddress = (): string =>
  `10.${((addresses += 1) >> 16) & 255}.${(addresses >> 8) & 255}.${addresses & 255}`;

/** Makes the request of a plan: what has to exist for it is made, and it comes from an address of its own. */
export async function plannedRequest(
  world: FuzzedWorld,
  operation: ApiOperation,
  plan: RequestPlan,
): Promise<RawRequest> {
  const row = ACCESS_ROWS.find((one) => one.note === '' && `${one.method} ${one.path}` === plan.operation);
  if (!row) throw new Error(`${plan.operation} is not in the table of access`);
  const owner: AccessCaller = { headers: () => ({}), accountId: world.ownerId };
  const ids = await thingsOf(world, row, owner, { reportId: world.reportId, status: 200 });
  const sound = await soundRequest(world, row, owner, ids);
  const body = bodyOf(sound.body, operation, plan);
  const type = plan.mediaType ? plan.mediaType.type : operation.body?.mediaType;
  const named: Record<string, string> = {
    'X-Forwarded-For': plan.credential === 'junk' ? GUESSER : nextAddress(),
    ...(await credentialOf(world, operation, plan)),
    ...(plan.key === undefined ? {} : { 'Idempotency-Key': plan.key }),
    ...(type === undefined ? {} : { 'Content-Type': type }),
    ...(body.length > 0 || operation.method === 'POST' ? { 'Content-Length': String(body.length) } : {}),
  };
  const replaced = new Set(plan.headers.map(([name]) => name.toLowerCase()));
  const breaksOff = plan.byteEdits.some(({ kind }) => kind === 'break off') && body.length > 0;
  if (breaksOff) named['Content-Length'] = String(body.length + 1);
  return {
    method: plan.method ?? operation.method,
    target: targetOf(sound.path, plan),
    headers: [
      ...Object.entries(named).filter(([name]) => !replaced.has(name.toLowerCase())),
      ...plan.headers,
    ],
    body,
    breaksOff,
  };
}

async function credentialOf(
  world: FuzzedWorld,
  { credential = '' }: ApiOperation,
  plan: RequestPlan,
): Promise<Record<string, string>> {
  if (plan.credential === 'junk')
    return { Authorization: 'Bearer sk_live_junk', Cookie: 'daybook_refresh=junk' };
  if (plan.credential === 'none') return {};
  return (await world[plan.credential][credential]?.()) ?? {};
}

function targetOf(path: string, { segment, query, oddQuery }: RequestPlan): string {
  const segments = path.split('/');
  if (segment)
    segments[1 + (segment.nth % (segments.length - 1))] = Buffer.from(segment.text).toString('latin1');
  const asked = Object.entries(query).map(
    ([name, value]) => `${name}=${encodeURIComponent(wellFormed(value))}`,
  );
  const all = [...asked, ...oddQuery].join('&');
  return segments.join('/') + (all === '' ? '' : `?${all}`);
}

/** `encodeURIComponent` knows no lone surrogates. */
const wellFormed = (value: unknown): string => String(value).toWellFormed();

function bodyOf(sound: string | undefined, { body }: ApiOperation, plan: RequestPlan): Buffer {
  if (!body) return Buffer.alloc(0);
  const whole = { ...(JSON.parse(sound ?? '{}') as object), ...plan.fields };
  const edited = plan.fieldEdits.reduce(editField, whole as unknown);
  return plan.byteEdits.reduce(editBytes, Buffer.from(JSON.stringify(edited)));
}

function editField(body: unknown, edit: FieldEdit): unknown {
  if (edit.kind === 'whole') return edit.value;
  if (typeof body !== 'object' || body === null) return body;
  const entries = Object.entries(body);
  // As in a text: `__proto__` is a name like any other.
  if (edit.kind === 'add') return Object.fromEntries([...entries, [edit.name, edit.value]]);
  const nth = entries.length === 0 ? 0 : edit.nth % entries.length;
  const changed =
    edit.kind === 'drop' ? [] : entries.slice(nth, nth + 1).map(([name]) => [name, edit.value] as const);
  return Object.fromEntries([...entries.slice(0, nth), ...changed, ...entries.slice(nth + 1)]);
}

function editBytes(body: Buffer, edit: ByteEdit): Buffer {
  const place = 'at' in edit ? Math.floor(edit.at * body.length) : 0;
  switch (edit.kind) {
    case 'cut':
      return body.subarray(0, place);
    case 'insert':
      return Buffer.concat([body.subarray(0, place), Buffer.from(edit.hex, 'hex'), body.subarray(place)]);
    case 'nest':
      return Buffer.from('['.repeat(edit.depth) + body.toString('latin1') + ']'.repeat(edit.depth), 'latin1');
    case 'pad':
      return Buffer.concat([body, Buffer.alloc(edit.bytes, ' ')]);
    case 'twice':
      return Buffer.concat([body, body]);
    case 'break off':
      return body;
  }
}
