import pg from 'pg';

/** Runs `run` on a connection of its own that no policy holds; closes it afterwards. */
export async function asSuperuser<Result>(
  superUrl: string,
  run: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: superUrl, application_name: 'daybook bench' });
  client.on('error', () => {}); // the statement that was running rejects
  await client.connect();
  try {
    return await run(client);
  } finally {
    await client.end();
  }
}
