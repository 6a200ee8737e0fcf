import pg from 'pg';

const RECONNECT_AFTER_MS = 500;

/** A connection of its own that hears NOTIFY, and comes back by itself when it breaks. */
export type Listener = {
  /** Calls `hear` with each payload on the channel, and `missed` after a gap in which some may have been lost. */
  close(): Promise<void>;
};

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

  async function connect(): Promise<void> {
    const fresh = new pg.Client({
      connectionString: options.url,
      application_name: 'daybook listener',
      options: '-c role=daybook_app',
      keepAlive: true,
    });
    fresh.on('error', options.onError);
    fresh.on('end', () => {
      if (client === fresh) scheduleReconnect();
    });
    fresh.on('notification', (message) => options.hear(message.payload ?? ''));
    client = fresh;
    await fresh.connect();
    await fresh.query(`listen ${pg.escapeIdentifier(options.channel)}`);
  }

  function scheduleReconnect(): void {
    if (closed) return;
    timer = setTimeout(() => {
      connect().then(options.missed, (error: Error) => {
        options.onError(error);
        scheduleReconnect();
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
