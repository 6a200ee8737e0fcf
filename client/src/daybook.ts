import type { Operations } from './api/operations.ts';
import type { DataOf, InputOf, Listing, OperationName } from './api/operation-input.ts';
import { DaybookError } from './daybook-error.ts';
import { type Clock, systemClock } from './http/clock.ts';
import { authorizeWith, type Credential } from './http/credential.ts';
import { type CallOptions, send, type Transport } from './http/transport.ts';
import { createReports, type Reports } from './reports/reports.ts';

const TIMEOUT_MS = 30_000;
const RETRIES = 5;
const PAGE_LIMIT = 100;

export type DaybookOptions = Credential & {
  /** Where the server is: `https://daybook.example.com`. */
  readonly baseUrl: string;
  /** The store that calls are about, unless they name another. */
  readonly storeId?: string;
  /** For one try; 30 000 unless told. */
  readonly timeoutMs?: number;
  /** How often a try that failed is made again, where that does no harm; 5 unless told. */
  readonly retries?: number;
  readonly fetch?: typeof fetch;
  readonly clock?: Clock;
  readonly random?: () => number;
};

/** A Daybook server, as one credential sees it. */
export class Daybook {
  readonly transport: Transport;
  readonly storeId: string | undefined;
  readonly reports: Reports;
  readonly #options: DaybookOptions;

  constructor(options: DaybookOptions) {
    this.#options = options;
    this.storeId = options.storeId;
    this.transport = {
      baseUrl: readBaseUrl(options.baseUrl),
      authorize: authorizeWith(options),
      session: 'session' in options ? options.session : undefined,
      // Called on its own: browsers refuse a fetch that is a method of something else.
      fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
      clock: options.clock ?? systemClock,
      random: options.random ?? Math.random,
      timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
      retries: options.retries ?? RETRIES,
    };
    this.reports = createReports(this);
  }

  /** The same client with a credential of another kind. */
  with(credential: Credential): Daybook {
    const { baseUrl, storeId, timeoutMs, retries, fetch, clock, random } = this.#options;
    const others = { storeId, timeoutMs, retries, fetch, clock, random };
    const given = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined));
    return new Daybook({ baseUrl, ...given, ...credential });
  }

  /**
   * Calls any operation of the Store, Dashboard and Platform APIs by its name in `openapi.json`:
   * `call('GET /v2/stores/{storeId}/tokens')`. Where the client has a store, `storeId` may be left out.
   */
  async call<Name extends OperationName>(
    name: Name,
    ...[input]: Record<never, never> extends InputOf<Name> ? [InputOf<Name>?] : [InputOf<Name>]
  ): Promise<DataOf<Name>> {
    const { path = {}, query = {}, ...request } = (input ?? {}) as CallOptions & LooseInput;
    const space = name.indexOf(' ');
    const filled = name.slice(space + 1).replace(/\{(\w+)\}/g, (_, key: string) => {
      const value = path[key] ?? (key === 'storeId' ? this.storeId : undefined);
      if (value === undefined) throw new DaybookError('WRONG_SETTING', `Say which ${key}: ${name} needs it.`);
      return encodeURIComponent(value);
    });
    const asked = new URLSearchParams();
    for (const [key, value] of Object.entries(query)) if (value !== undefined) asked.set(key, String(value));
    const whole = asked.size === 0 ? filled : `${filled}?${asked.toString()}`;
    return (await send(this.transport, { ...request, method: name.slice(0, space), path: whole })) as DataOf<Name>; // prettier-ignore
  }

  /** Every item of a list, page after page. An item that moves to a later page meanwhile comes once. */
  async *each<Name extends Listing>(name: Name, input?: InputOf<Name>): AsyncGenerator<ItemOf<Name>> {
    const seen = new Set<unknown>();
    for (let page = 1, pages = 1; page <= pages; page++) {
      const { query = {}, ...rest } = (input ?? {}) as LooseInput;
      const whole = { ...rest, query: { limit: PAGE_LIMIT, ...query, page } };
      const data = (await this.call(name, whole as never)) as unknown as Page<ItemOf<Name>>;
      pages = data.pagination.totalPages;
      for (const item of data.items) {
        const id = (item as { id?: unknown }).id ?? item;
        if (seen.has(id)) continue;
        seen.add(id);
        yield item;
      }
    }
  }
}

type LooseInput = {
  path?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string | number | boolean | undefined>>;
  body?: unknown;
};
type Page<Item> = { items: readonly Item[]; pagination: { totalPages: number } };
type ItemOf<Name extends OperationName> = Operations[Name]['data'] extends Page<infer Item> ? Item : never;

function readBaseUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:/.test(text)) {
    throw new DaybookError('WRONG_SETTING', `The base URL is not one: ${JSON.stringify(text)}. It looks like https://daybook.example.com.`); // prettier-ignore
  }
  return text.replace(/\/+$/, '');
}
