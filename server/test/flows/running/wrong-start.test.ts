import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, afterEach, before, describe, it } from 'node:test';
import { endProcesses, isPostgresRunning, startProcess } from '../../support/servers/start-process.ts';

const TEMPORARY = fileURLToPath(new URL('../../../../.tmp/', import.meta.url));

let folder: string;
before(async () => {
  await mkdir(TEMPORARY, { recursive: true });
  folder = await mkdtemp(join(TEMPORARY, 'wrong-start-'));
});
afterEach(endProcesses);
after(() => rm(folder, { recursive: true, force: true }));

describe('a wrong start says in one line what to do, and ends with exit code 1', () => {
  async function refused(settings: Record<string, string>, expected: RegExp): Promise<void> {
    const server = startProcess(['start'], {
      DAYBOOK_DATA_DIR: join(folder, 'refused'),
      DAYBOOK_DEMO: '0',
      PORT: '0',
      ...settings,
    });
    assert.equal(await server.ended(), 1);
    const lines = server.printed().trim().split('\n');
    assert.equal(lines.length, 1, server.printed());
    assert.match(lines[0] ?? '', expected);
    assert.equal(await isPostgresRunning(settings['DAYBOOK_DATA_DIR'] ?? join(folder, 'refused')), false);
  }

  it('bad settings are all named at once', async () => {
    const settings = {
      PORT: 'x',
      WORKER_CONCURRENCY: '0',
      DATABASE_URL: 'mysql://x',
      LOG_LEVEL: 'loud',
      SECRETS_KEY: 'short',
      SMTP_URL: 'http://mail.example.com',
      MAIL_FROM: 'a@example.com, b@example.com',
      S3_BUCKET: 'no bucket',
      S3_ENDPOINT: 'localhost:9000',
      S3_FORCE_PATH_STYLE: 'yes',
    };
    await refused(
      settings,
      /PORT.*DATABASE_URL.*SECRETS_KEY.*SMTP_URL.*MAIL_FROM.*S3_BUCKET.*S3_ENDPOINT.*S3_FORCE_PATH_STYLE.*WORKER_CONCURRENCY.*LOG_LEVEL/,
    );
  });

  it('DATABASE_URL without SECRETS_KEY', async () => {
    await refused({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/x' }, /SECRETS_KEY must be set/);
  });

  it('SMTP_URL without MAIL_FROM', async () => {
    await refused({ SMTP_URL: 'smtp://127.0.0.1:1' }, /MAIL_FROM must be set/);
  });

  it('details of S3 without S3_BUCKET', async () => {
    await refused({ S3_REGION: 'eu-central-1' }, /S3_BUCKET must be set where S3_REGION is/);
  });

  it('a bucket that cannot be reached', async () => {
    const settings = { S3_BUCKET: 'daybook', S3_ENDPOINT: 'http://127.0.0.1:1' };
    const credentials = { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'secret' };
    await refused({ ...settings, ...credentials }, /"daybook".*ECONNREFUSED.*S3_ENDPOINT/);
  });

  it('a database that cannot be reached', async () => {
    const SECRETS_KEY = Buffer.alloc(32, 1).toString('base64');
    await refused({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/x', SECRETS_KEY }, /DATABASE_URL/);
  });

  it('a port in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    try {
      const { port } = other.address() as { port: number };
      await refused({ PORT: String(port) }, new RegExp(`Port ${port} is in use.*PORT=`));
    } finally {
      other.close();
    }
  });

  it('a data folder of a newer version', async () => {
    const data = join(folder, 'newer');
    await mkdir(data);
    await writeFile(join(data, 'version'), '999\n');
    await refused({ DAYBOOK_DATA_DIR: data }, /newer/);
  });

  it('a data folder that is a file', async () => {
    const data = join(folder, 'file');
    await writeFile(data, '');
    await refused({ DAYBOOK_DATA_DIR: data }, /DAYBOOK_DATA_DIR|folder/);
  });

  it(
    'a data folder that may not be written',
    { skip: process.getuid?.() === 0 && 'root may write everywhere' },
    async () => {
      const data = join(folder, 'locked');
      await mkdir(data);
      await chmod(data, 0o500);
      await refused({ DAYBOOK_DATA_DIR: data }, /write/);
    },
  );
});
