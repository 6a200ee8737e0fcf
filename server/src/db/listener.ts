import pg from 'pg';

const RECONNECT_AFTER_MS = 500;

/** A connection of its own that hears NOTIFY, and comes back by itself when it breaks. */
export type Listener = {
  close(): Promise<void>;
};

/** Calls `hear` with each payload on the channel, and `missed` after a gap in which some may have been lost. */
export async function listen(options: {
  url: string;
  channel: string;
  hear: (payload: string) => void;
  missed: () => void;
  onError: (error: Error) => void;
}): Promise<Listener> {
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  /** Either rejects, or `client` is set and its end calls for the next one: never both. */
  async function connect(): Promise<void> {
    const fresh = new pg.Client({
      connectionString: options.url,
      application_name: 'daybook listener',
      options: '-c role=daybook_app',
      keepAlive: true,
    });
    fresh.on('error', options.onError);
    fresh.on('notification', (message) => options.hear(message.payload ?? ''));
    try {
      await fresh.connect();
      await fresh.query(`listen ${pg.escapeIdentifier(options.channel)}`);
    } catch (error) {
      await fresh.end();
      throw error;
    }
    client = fresh;
    fresh.on('end', reconnectLater);
  }

  function reconnectLater(): void {
    if (closed) return;
    timer = setTimeout(() => {
      connect().then(options.missed, (error: Error) => {
        options.onError(error);
        reconnectLater();
      });
    }, RECONNECT_AFTER_MS);
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
