import pg from 'pg';
import { openStandingConnection, type StandingConnection } from './standing-connection.ts';

/** Calls `hear` with each payload on the channel, and `missed` after a gap in which some may have been lost. */
export async function listen(options: {
  url: string;
  channel: string;
  hear: (payload: string) => void;
  missed: () => void;
  onError: (error: Error) => void;
}): Promise<StandingConnection> {
  return openStandingConnection({
    url: options.url,
    applicationName: 'daybook listener',
    async begin(client) {
      client.on('notification', (message) => options.hear(message.payload ?? ''));
      await client.query(`listen ${pg.escapeIdentifier(options.channel)}`);
    },
    onReturn: options.missed,
    onError: options.onError,
  });
}
