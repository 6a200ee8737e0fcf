import type { Answer, TestDaybook } from './daybook.ts';
import { OPERATOR_KEY } from './daybook.ts';

/** What a batch answers. */
export type RecordedAnswer = {
  accepted: number;
  unchanged: number;
  ledgerEntries: number;
  head: {
    sequence: number;
    hash: string;
    runningBalance: number;
    currency: string;
    createdAt: string | null;
  };
};

/** The Platform API as a platform calls it: over HTTP, with the operator key unless `headers` say otherwise. */
export type Platform = {
  /** `path` begins after `/v2/platform`. */
  call<Data = unknown>(method: string, path: string, body?: unknown, headers?: object): Promise<Answer<Data>>;
  /** Makes a store of its own handle; resolves to its id. */
  createStore(fields?: object): Promise<string>;
  /** Sends activity: lines, or a body as it is. */
  send(
    storeId: string,
    lines: readonly object[] | string | Buffer | ReadableStream,
    headers?: object,
  ): Promise<Answer<RecordedAnswer>>;
};

let handles = 0;

export function platformOf({ baseUrl }: TestDaybook): Platform {
  async function request<Data>(method: string, path: string, headers: object, body?: RequestInit['body']) {
    const response = await fetch(`${baseUrl}/v2/platform${path}`, {
      method,
      headers: { Authorization: `Bearer ${OPERATOR_KEY}`, ...headers },
      ...(body === undefined ? {} : { body, duplex: 'half' }),
    });
    const answer = (await response.json()) as Answer<Data>['body'];
    return { status: response.status, headers: response.headers, body: answer };
  }
  const call: Platform['call'] = (method, path, body, headers = {}) =>
    request(
      method,
      path,
      body === undefined ? headers : { 'Content-Type': 'application/json', ...headers },
      body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
    );
  return {
    call,
    async createStore(fields = {}) {
      handles += 1;
      const store = { title: 'Shop', handle: `shop-${handles}`, currency: 'USD', country: 'GB', ownerEmail: 'owner@example.com' }; // prettier-ignore
      const { status, body } = await call<{ id: string }>('POST', '/stores', { ...store, ...fields });
      if (status !== 201) throw new Error(`${status}: ${body.error}`);
      return body.data.id;
    },
    send: (storeId, lines, headers = {}) =>
      request(
        'POST',
        `/stores/${storeId}/activity`,
        { 'Content-Type': 'application/x-ndjson', ...headers },
        Array.isArray(lines)
          ? lines.map((line) => `${JSON.stringify(line)}\n`).join('')
          : (lines as string | Buffer<ArrayBuffer>),
      ),
  };
}
