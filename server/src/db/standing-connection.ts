import pg from 'pg';

const RECONNECT_FIRST_MS = 50;
const RECONNECT_MAX_MS = 2_000;
const CONNECT_TIMEOUT_MS = 5_000;
const PING_EVERY_MS = 5_000;
const PING_TIMEOUT_MS = 5_000;

/** A connection of its own that is there as long as it can be: one that breaks or falls silent is replaced. */
export type StandingConnection = {
  close(): Promise<void>;
};

/** Runs `begin` on the first connection before this resolves, and on each one that replaces it; then `onReturn`. */
export async function openStandingConnection(options: {
  url: string;
  applicationName: string;
  begin: (client: pg.Client) => Promise<unknown>;
  onReturn: () => void;
  onError: (error: Error) => void;
}): Promise<StandingConnection> {
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  /** Either rejects, or `client` is set and its end calls for the next one: never both. */
  async function connect(): Promise<void> {
    const fresh = new pg.Client({
      connectionString: options.url,
      application_name: options.applicationName,
      options: '-c role=daybook_app -c search_path=daybook',
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    });
    fresh.on('error', options.onError);
    try {
      await fresh.connect();
      await options.begin(fresh);
    } catch (error) {
      cut(fresh);
      throw error;
    }
    client = fresh;
    const ping = setInterval(() => void pinged(fresh), PING_EVERY_MS);
    fresh.on('end', () => {
      clearInterval(ping);
      reconnect(RECONNECT_FIRST_MS);
    });
  }

  function reconnect(afterMs: number): void {
    if (closed) return;
    timer = setTimeout(() => {
      connect().then(options.onReturn, (error: Error) => {
        options.onError(error);
        reconnect(Math.min(afterMs * 2, RECONNECT_MAX_MS));
      });
    }, afterMs);
  }

  await connect();
  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      await client?.end();
    },
  };
}

/** A connection that nothing comes back from is cut, as nothing else would ever tell. */
async function pinged(client: pg.Client): Promise<void> {
  const silence = setTimeout(() => cut(client), PING_TIMEOUT_MS);
  // One that fails has broken, which `error` and `end` say.
  await client.query('select 1').catch(() => undefined);
  clearTimeout(silence);
}

/** Does not wait for the server's goodbye, which may never come. */
function cut(client: pg.Client): void {
  client.connection.stream.destroy();
}
