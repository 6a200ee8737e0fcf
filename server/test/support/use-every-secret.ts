import { createHash, createHmac, randomBytes } from 'node:crypto';
import { createBrowser, tokenIn } from './dashboard.ts';
import { hmacClient } from './hmac-client.ts';
import { paymentLine } from './payment-line.ts';
import { type Kept, type Secret, secretOf } from './search-secrets.ts';
import type { SmtpSink } from './smtp-sink.ts';

type Where = { baseUrl: string; operatorKey: string; sink: SmtpSink };
type Init = { method?: string; headers?: Record<string, string>; body?: string };
type Token = { id: string; secret: string };

/** What was used, and what was answered where it was refused. */
export type UsedSecrets = {
  readonly secrets: readonly Secret[];
  readonly refusals: readonly Kept[];
  askForReport(): Promise<void>;
  /** For the owner, whose address it is about. */
  askForLink(): Promise<void>;
  addMember(): Promise<void>;
};

/** Uses every kind of secret and personal address on a running Daybook the way its owner would, and wrongly. */
export async function callWithSecrets(where: Where): Promise<UsedSecrets> {
  const unique = () => randomBytes(12).toString('hex');
  const secrets: Secret[] = [];
  const refusals: Kept[] = [];
  const keep = (name: string, value: string): string => {
    secrets.push(secretOf(name, value));
    return value;
  };
  const keepToken = (token: Token): Token => {
    keep('store token', token.secret);
    keep('store token without its prefix', token.secret.slice('sk_live_'.length));
    return token;
  };

  async function call<Data>(path: string, { headers, ...init }: Init = {}): Promise<Data> {
    const url = path.startsWith('http') ? path : where.baseUrl + path;
    const response = await fetch(url, { ...init, headers: { ...headers } });
    const text = await response.text();
    if (response.status >= 400) refusals.push({ place: `${init.method ?? 'GET'} ${response.status}`, text });
    return (text.startsWith('{"ok":true') ? (JSON.parse(text) as { data: Data }).data : text) as Data;
  }
  const as = (credential: string, body?: object, method = 'POST'): Init => ({
    method: body ? method : 'GET',
    headers: { Authorization: `Bearer ${credential}`, 'Content-Type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });

  const ownerEmail = keep('address of the owner', `owner.${unique()}@example.com`);
  const memberEmail = keep('address of a member', `member.${unique()}@example.com`);
  const strangerEmail = keep('address of a stranger', `stranger.${unique()}@example.com`);
  const customer = {
    id: 'cus_1',
    email: keep('address of a customer', `customer.${unique()}@example.com`),
    name: keep('name of a customer', `Ünna "${unique()}" Müller`),
    ip: '198.51.100.77',
  };
  const platform = (path: string, body: object) => call<never>(`/v2/platform${path}`, as(where.operatorKey, body)); // prettier-ignore

  const made = await platform('/stores', { title: 'Shop', handle: 'shop', currency: 'USD', country: 'GB', ownerEmail }); // prettier-ignore
  const storeId = (made as { id: string }).id;
  const line = paymentLine('pmt_1', '2026-04-01T10:00:00Z', { customer });
  const activity = `/v2/platform/stores/${storeId}/activity`;
  const ndjson = (body: string): Init => ({ method: 'POST', headers: { Authorization: `Bearer ${where.operatorKey}`, 'Content-Type': 'application/x-ndjson' }, body }); // prettier-ignore
  await call(activity, ndjson(JSON.stringify(line)));
  await call(activity, ndjson(JSON.stringify({ ...line, id: 'pmt_2', totalAmount: customer.email })));
  await call(activity, ndjson(`{"object": "payment", ${customer.email}`));

  const permissions = ['REPORTS_READ', 'REPORTS_WRITE', 'PAYOUTS_READ'];
  const mint = (mode: string) => platform(`/stores/${storeId}/tokens`, { name: mode, permissions, mode });
  const bearer = keepToken(await mint('BEARER'));
  const hmac = keepToken(await mint('HMAC'));
  const store = `/v2/core/stores/${storeId}`;

  // Reports, files, and the signed URL with a signature that fits and one that does not.
  const period = { type: 'PAYMENT_ACTIVITY', periodStart: '2026-04-01T00:00:00Z', periodEnd: '2026-05-01T00:00:00Z' }; // prettier-ignore
  const once = { 'Idempotency-Key': unique() };
  const post = { ...as(bearer.secret, period), headers: { ...as(bearer.secret, period).headers, ...once } };
  const report = await call<{ id: string }>(`${store}/reports`, post);
  await call(`${store}/reports`, post);
  await call(`${store}/reports/${report.id}?wait=30`, as(bearer.secret));
  const { url } = await call<{ url: string }>(`${store}/reports/${report.id}/download/csv`, as(bearer.secret));
  keep('signature of a signed URL', new URL(url).searchParams.get('X-Amz-Signature') ?? '');
  const local = where.baseUrl + new URL(url).pathname + new URL(url).search;
  await call(local);
  await call(`${local}0`);
  await call(local.replace(/\.csv/, '.json'));

  // HMAC, both versions; signatures are secrets of their own in version 1.
  const client = hmacClient({ baseUrl: where.baseUrl } as never, storeId, hmac);
  keep('signature of version 1', client.sign(''));
  keep('signature of version 1 over a body', client.sign(JSON.stringify(period)));
  const now = Date.now();
  for (const version of [1, 2] as const) {
    await client.send(version, 'GET', '/reports', '', now);
    await client.send(version, 'POST', '/reports', JSON.stringify(period), now);
    const bad = await client.send(version, 'GET', '/reports', '', now, { headers: { 'X-Signature': createHmac('sha256', 'x').update('').digest('hex') } }); // prettier-ignore
    refusals.push({ place: `signed ${bad.status}`, text: bad.text });
    const old = await client.send(version, 'GET', `/reports?secret=${hmac.secret}`, '', now - 900_000);
    if (old.status >= 400) refusals.push({ place: `signed ${old.status}`, text: old.text });
  }

  // A session from the mail to the end, with a refresh token that comes back.
  const browser = createBrowser(where);
  const ask = (email: string) => call('/v2/auth/magic-link', as('', { email }));
  const keepJwt = (jwt: string) => {
    const [, claims = '', signature = ''] = jwt.split('.');
    keep('claims of an access token', claims);
    keep('signature of an access token', signature);
  };
  const keepCookie = () => keep('refresh token', browser.cookie.replace('daybook_refresh=', ''));
  await ask(ownerEmail);
  await ask(strangerEmail);
  await ask(`two words ${strangerEmail}`);
  await where.sink.until(1);
  const message = (where.sink.received[0]?.message ?? '').replaceAll('=\r\n', '').replaceAll('=3D', '=');
  const link = tokenIn(/https:\/\/books\.example\/sign-in#token=[\w-]+/.exec(message)?.[0] ?? '');
  keep('sign-in link', link);
  keep('sign-in link without its prefix', link.slice('sml_'.length));
  const started = await browser.call<{ accessToken: string }>('POST', '/v2/auth/session', { body: { token: link } }); // prettier-ignore
  browser.accessToken = started.body.data.accessToken;
  keepJwt(browser.accessToken);
  keepCookie();
  const stale = browser.cookie;
  await browser.refresh();
  keepJwt(browser.accessToken);
  keepCookie();
  await call('/v2/auth/session', as('', { token: link }));

  const dashboard = <Data>(path: string, body?: object) => call<Data>(`/v2/stores/${storeId}${path}`, { ...as(browser.accessToken, body), headers: { ...as(browser.accessToken).headers, 'Idempotency-Key': unique() } }); // prettier-ignore
  const addMember = () => dashboard<never>('/members', { email: memberEmail, role: 'DEVELOPER' });
  await addMember();
  await dashboard('/members', { email: `not ${memberEmail}`, role: 'DEVELOPER' });
  const minted = keepToken(await dashboard<Token>('/tokens', { name: 'third', permissions }));
  for (const { id } of [bearer, hmac]) keepToken(await dashboard<Token>(`/tokens/${id}/roll-secret`, {}));
  for (const path of ['/tokens', '/members', '/api-logs', '/settings']) await dashboard(path);

  await useWrongly(call, as, { store, secret: minted.secret, dead: bearer.secret, link, operatorKey: where.operatorKey, accessToken: browser.accessToken, email: memberEmail }); // prettier-ignore
  const askForReport = async () => void (await call(`${store}/reports`, as(minted.secret, period)));
  void stale;
  void createHash;
  return {
    ...{ secrets, refusals, askForReport },
    askForLink: async () => void (await ask(ownerEmail)),
    addMember: async () => void (await addMember()),
  };
}

/** Credentials in the wrong place, of the wrong face, broken, or in bodies that are refused. */
async function useWrongly(
  call: (path: string, init?: Init) => Promise<unknown>,
  as: (credential: string, body?: object) => Init,
  used: { store: string; secret: string; dead: string; link: string; operatorKey: string; accessToken: string; email: string }, // prettier-ignore
): Promise<void> {
  const { store, secret, dead, link, operatorKey, accessToken, email } = used;
  const reports = `${store}/reports`;
  for (const credential of [dead, `${secret}x`, operatorKey, accessToken, link]) await call(reports, as(credential)); // prettier-ignore
  for (const credential of [`${operatorKey}x`, secret, accessToken]) await call('/v2/platform/stores', as(credential)); // prettier-ignore
  for (const credential of [`${accessToken}x`, secret, operatorKey]) await call('/v2/me', as(credential));
  const secretsInPaths = [secret, operatorKey, link, accessToken, encodeURIComponent(email)];
  for (const text of secretsInPaths) {
    await call(`${reports}/${text}`, as(secret));
    await call(`/v2/core/stores/${text}/reports`, as(secret));
    await call(`${reports}?token=${text}`, as(secret));
    await call(`/${text}`);
    await call(`/objects/${text}`);
  }
  await call(reports, as(secret, { type: secret, periodStart: secret, periodEnd: email }));
  await call(reports, as(secret, { [secret]: email }));
  await call(reports, { ...as(secret, {}), body: `{"token": ${secret}` });
  await call('/v2/auth/session', as('', { token: secret }));
  await call('/v2/auth/session', as('', { [link]: 1 }));
}
