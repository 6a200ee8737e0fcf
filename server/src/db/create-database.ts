import pg from 'pg';

/** Makes the database, its owner's login and the server's login where they are missing. `url` is a superuser's. */
export async function createDatabase(
  url: string,
  names: { database: string; owner: string; appLogin: string },
): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    const missing = async (query: string, name: string) => (await client.query(query, [name])).rowCount === 0;
    const [database, owner, appLogin] = [names.database, names.owner, names.appLogin].map(
      pg.escapeIdentifier,
    );
    const role = 'select 1 from pg_roles where rolname = $1';
    if (await missing(role, names.owner)) await client.query(`create role ${owner} login createrole`);
    if (await missing(role, names.appLogin)) await client.query(`create role ${appLogin} login`);
    if (await missing('select 1 from pg_database where datname = $1', names.database)) {
      await client.query(`create database ${database} owner ${owner}`);
    }
  } finally {
    await client.end();
  }
}
