import type { Answer, TestDaybook } from './daybook.ts';
import type { Mailbox } from './servers/mailbox.ts';

/** What a browser holds of a session, and the calls it would make. */
export type Browser = {
  /** Sends the access token and, below `/v2/auth`, the cookie; keeps the cookie that it is given. */
  call<Data = unknown>(method: string, path: string, options?: CallOptions): Promise<RawAnswer<Data>>;
  accessToken: string;
  cookie: string;
  /** Fetches a new access token with the cookie. */
  refresh(): Promise<RawAnswer<{ accessToken: string; expiresAt: string }>>;
};

type CallOptions = { body?: unknown; headers?: Record<string, string>; accessToken?: string | undefined };
export type RawAnswer<Data> = Answer<Data> & { text: string };

/** One HTTP call, its answer read as text and as JSON. */
export async function ask<Data>(url: string, init: RequestInit): Promise<RawAnswer<Data>> {
  const response = await fetch(url, init);
  const text = await response.text();
  const body = JSON.parse(text) as Answer<Data>['body'];
  return { status: response.status, headers: response.headers, body, text };
}

/** The secret in a link: what the page behind it would send. */
export function tokenIn(link: string): string {
  return new URL(link).hash.replace('#token=', '');
}

/** A browser without a session. */
export function createBrowser(daybook: { baseUrl: string }, accessToken = '', cookie = ''): Browser {
  const browser: Browser = {
    accessToken,
    cookie,
    async call<Data>(method: string, path: string, options: CallOptions = {}) {
      const { body, headers = {} } = options;
      const token = 'accessToken' in options ? options.accessToken : browser.accessToken;
      const answer = await ask<Data>(`${daybook.baseUrl}${path}`, {
        method,
        headers: {
          'User-Agent': 'Test browser',
          ...(token ? { Authorization: `Bearer ${token}` } : {}),
          ...(browser.cookie && path.startsWith('/v2/auth') ? { Cookie: browser.cookie } : {}),
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const set = answer.headers.get('set-cookie');
      if (set) browser.cookie = set.split(';', 1)[0]?.replace(/^daybook_refresh=$/, '') ?? '';
      return answer;
    },
    async refresh() {
      const answer = await browser.call<{ accessToken: string; expiresAt: string }>(
        'POST',
        '/v2/auth/refresh',
      );
      if (answer.status === 200) browser.accessToken = answer.body.data.accessToken;
      return answer;
    },
  };
  return browser;
}

/** Signs in the way a person does: asks for a link, opens the mail, follows the link. */
export async function signIn(daybook: TestDaybook, mailbox: Mailbox, email: string): Promise<Browser> {
  const browser = createBrowser(daybook);
  const asked = await browser.call('POST', '/v2/auth/magic-link', { body: { email } });
  if (asked.status !== 200) throw new Error(asked.text);
  const { link } = await mailbox.next(email);
  const body = { token: tokenIn(link) };
  const answer = await browser.call<{ accessToken: string }>('POST', '/v2/auth/session', { body });
  if (answer.status !== 200) throw new Error(answer.text);
  browser.accessToken = answer.body.data.accessToken;
  return browser;
}
