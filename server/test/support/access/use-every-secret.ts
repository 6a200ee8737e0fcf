import { createHmac, randomBytes } from 'node:crypto';
import { createBrowser, tokenIn } from '../dashboard.ts';
import { hmacClient } from './hmac-client.ts';
import { paymentLine } from '../rows/payment-line.ts';
import { type Kept, type Secret, secretOf } from './search-secrets.ts';
import type { SmtpSink } from '../servers/smtp-sink.ts';

type Where = { baseUrl: string; operatorKey: string; sink: SmtpSink };
type Init = { method?: string; headers?: Record<string, string>; body?: string };
type Token = { id: string; secret: string };

/** What was used, and what was answered where it was refused. */
export type UsedSecrets = {
  readonly secrets: readonly Secret[];
  readonly refusals: readonly Kept[];
  askForReport(): Promise<unknown>;
  /** For the owner, whose address it is about. */
  askForLink(): Promise<unknown>;
  addMember(): Promise<unknown>;
  endByReuse(): Promise<unknown>;
};

/** What the parts of the scenario share. */
type Use = {
  readonly where: Where;
  readonly refusals: Kept[];
  keep(name: string, value: string): string;
  keepToken(token: Token): Token;
  call<Data>(path: string, init?: Init): Promise<Data>;
};

const PERMISSIONS = ['REPORTS_READ', 'REPORTS_WRITE', 'PAYOUTS_READ'];
const PERIOD = { type: 'PAYMENT_ACTIVITY', periodStart: '2026-04-01T00:00:00Z', periodEnd: '2026-05-01T00:00:00Z' }; // prettier-ignore
const unique = () => randomBytes(12).toString('hex');

/** A request with a credential, and with a body if there is one; each with an Idempotency-Key of its own. */
const as = (credential: string, body?: object): Init => ({
  method: body ? 'POST' : 'GET',
  headers: { Authorization: `Bearer ${credential}`, 'Content-Type': 'application/json', 'Idempotency-Key': unique() }, // prettier-ignore
  ...(body ? { body: JSON.stringify(body) } : {}),
});

/** Uses every kind of secret and personal address on a running Daybook the way its owner would, and wrongly. */
export async function useEverySecret(where: Where): Promise<UsedSecrets> {
  const secrets: Secret[] = [];
  const use = startUse(where, secrets);
  const { call, keep, keepToken, refusals } = use;
  const ownerEmail = keep('address of the owner', `owner.${unique()}@example.com`);
  const memberEmail = keep('address of a member', `member.${unique()}@example.com`);
  const store = { title: 'Shop', handle: 'shop', currency: 'USD', country: 'GB', ownerEmail };
  const { id: storeId } = await call<{ id: string }>('/v2/platform/stores', as(where.operatorKey, store));
  await recordActivity(use, storeId);
  const mint = async (mode: string) =>
    keepToken(await call(`/v2/platform/stores/${storeId}/tokens`, as(where.operatorKey, { name: mode, permissions: PERMISSIONS, mode }))); // prettier-ignore
  const bearer = await mint('BEARER');
  const hmac = await mint('HMAC');
  await exportReport(use, storeId, bearer);
  await signRequests(use, storeId, hmac);
  const session = await signIn(use, ownerEmail);

  const dashboard = <Data>(path: string, body?: object) =>
    call<Data>(`/v2/stores/${storeId}${path}`, as(session.browser.accessToken, body));
  const addMember = () => dashboard('/members', { email: memberEmail, role: 'DEVELOPER' });
  await addMember();
  await dashboard('/members', { email: `not ${memberEmail}`, role: 'DEVELOPER' });
  const minted = keepToken(await dashboard<Token>('/tokens', { name: 'third', permissions: PERMISSIONS }));
  for (const { id } of [bearer, hmac]) keepToken(await dashboard<Token>(`/tokens/${id}/roll-secret`, {}));
  for (const path of ['/tokens', '/members', '/api-logs', '/settings']) await dashboard(path);
  const { link, browser, endByReuse } = session;
  const { operatorKey } = where;
  await useWrongly(call, { store: `/v2/core/stores/${storeId}`, secret: minted.secret, dead: bearer.secret, link, operatorKey, accessToken: browser.accessToken, email: memberEmail }); // prettier-ignore
  return {
    ...{ secrets, refusals, endByReuse },
    askForReport: () => call(`/v2/core/stores/${storeId}/reports`, as(minted.secret, PERIOD)),
    askForLink: () => call('/v2/auth/magic-link', as('', { email: ownerEmail })),
    addMember,
  };
}

function startUse(where: Where, secrets: Secret[]): Use {
  const refusals: Kept[] = [];
  const keep = (name: string, value: string): string => {
    secrets.push(secretOf(name, value));
    return value;
  };
  return {
    ...{ where, refusals, keep },
    keepToken(token) {
      keep('store token', token.secret);
      keep('store token without its prefix', token.secret.slice('sk_live_'.length));
      return token;
    },
    async call<Data>(path: string, init: Init = {}) {
      const response = await fetch(where.baseUrl + path, init);
      const text = await response.text();
      if (response.status >= 400)
        refusals.push({ place: `${init.method ?? 'GET'} ${response.status}`, text });
      return (text.startsWith('{"ok":true') ? (JSON.parse(text) as { data: Data }).data : text) as Data;
    },
  };
}

/** Activity with a customer's details: taken, refused for a value, and no JSON. */
async function recordActivity({ call, keep, where }: Use, storeId: string): Promise<void> {
  const customer = {
    id: 'cus_1',
    email: keep('address of a customer', `customer.${unique()}@example.com`),
    name: keep('name of a customer', `Ünna "${unique()}" Müller`),
    ip: keep("a customer's network address", '198.51.100.77'),
  };
  const line = paymentLine('pmt_1', '2026-04-01T10:00:00Z', { customer });
  const headers = { Authorization: `Bearer ${where.operatorKey}`, 'Content-Type': 'application/x-ndjson' };
  const bad = { ...line, id: 'pmt_2', totalAmount: customer.email };
  for (const body of [JSON.stringify(line), JSON.stringify(bad), `{"object": "payment", ${customer.email}`])
    await call(`/v2/platform/stores/${storeId}/activity`, { method: 'POST', headers, body });
}

/** A report, its repetition, and its file by a signed URL that fits and by two that do not. */
async function exportReport({ call, keep }: Use, storeId: string, { secret }: Token): Promise<void> {
  const reports = `/v2/core/stores/${storeId}/reports`;
  const post = as(secret, PERIOD);
  const report = await call<{ id: string }>(reports, post);
  await call(reports, post);
  await call(`${reports}/${report.id}?wait=30`, as(secret));
  const answer = await call<{ url: string }>(`${reports}/${report.id}/download/csv`, as(secret));
  const url = new URL(answer.url);
  keep('signature of a signed URL', url.searchParams.get('X-Amz-Signature') ?? '');
  const path = url.pathname + url.search;
  for (const each of [path, `${path}0`, path.replace('.csv', '.json')]) await call(each);
}

/** Both versions, each signed well, signed badly, and too late. */
async function signRequests({ where, keep, refusals }: Use, storeId: string, hmac: Token): Promise<void> {
  const { sign, send } = hmacClient(where, storeId, hmac);
  const body = JSON.stringify(PERIOD);
  keep('signature of version 1', sign(''));
  keep('signature of version 1 over a body', sign(body));
  const now = Date.now();
  const forged = { headers: { 'X-Signature': createHmac('sha256', 'x').update('').digest('hex') } };
  for (const version of [1, 2] as const) {
    const answers = [
      await send(version, 'GET', '/reports', '', now),
      await send(version, 'POST', '/reports', body, now),
      await send(version, 'GET', '/reports', '', now, forged),
      await send(version, 'GET', `/reports?secret=${hmac.secret}`, '', now - 900_000),
    ];
    refusals.push(...answers.filter(({ status }) => status >= 400).map(({ status, text }) => ({ place: `signed ${status}`, text }))); // prettier-ignore
  }
}

/** A session from the mail on. `endByReuse` sends its first refresh token once more, which ends it. */
async function signIn({ call, keep, where }: Use, email: string) {
  const stranger = keep('address of a stranger', `stranger.${unique()}@example.com`);
  for (const each of [email, stranger, `two words ${stranger}`]) await call('/v2/auth/magic-link', as('', { email: each })); // prettier-ignore
  await where.sink.until(1, 'sign-in');
  const mail = where.sink.received.find(({ message: text }) => text.includes('sign-in'));
  const message = (mail?.message ?? '').replaceAll('=\r\n', '').replaceAll('=3D', '=');
  const link = keep('sign-in link', tokenIn(/https:\/\/books\.example\/sign-in#token=[\w-]+/.exec(message)?.[0] ?? '')); // prettier-ignore
  keep('sign-in link without its prefix', link.slice('sml_'.length));
  const browser = createBrowser(where);
  const keepSession = () => {
    const [, claims = '', signature = ''] = browser.accessToken.split('.');
    keep('claims of an access token', claims);
    keep('signature of an access token', signature);
    keep('refresh token', browser.cookie.replace('daybook_refresh=', ''));
  };
  const started = await browser.call<{ accessToken: string }>('POST', '/v2/auth/session', { body: { token: link } }); // prettier-ignore
  browser.accessToken = started.body.data.accessToken;
  keepSession();
  const Cookie = browser.cookie;
  await browser.refresh();
  keepSession();
  await call('/v2/auth/session', as('', { token: link }));
  const endByReuse = () => call('/v2/auth/refresh', { method: 'POST', headers: { Cookie } });
  return { link, browser, endByReuse };
}

/** Credentials in the wrong place, of the wrong face, broken, or in bodies that are refused. */
async function useWrongly(
  call: Use['call'],
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
