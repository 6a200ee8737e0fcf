import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { dumpDatabase } from '../../support/dump-database.ts';
import { freePort } from '../../support/servers/free-port.ts';
import { breakAccounts, openSealedKeys } from '../../support/access/secret-traps.ts';
import { useEverySecret, type UsedSecrets } from '../../support/access/use-every-secret.ts';
import { findSecrets, type Kept, type Secret, secretOf } from '../../support/access/search-secrets.ts';
import { type SmtpSink, startSmtpSink } from '../../support/servers/smtp-sink.ts';
import { endProcesses, type ServerProcess, startProcess } from '../../support/servers/start-process.ts';

const TEMPORARY = fileURLToPath(new URL('../../../../.tmp/', import.meta.url));

/** The only places that may hold any of it, and why. */
const ALLOWED: Readonly<Record<string, string>> = {
  'daybook.accounts.email: address of the owner': 'where its sign-in links go',
  'daybook.accounts.address: address of the owner': 'the same in lowercase, by which it is found',
  'daybook.accounts.email: address of a member': 'where its sign-in links go',
  'daybook.accounts.address: address of a member': 'the same in lowercase, by which it is found',
  'daybook.payments.customer_email: address of a customer': "a column of the store's reports",
  'daybook.payments.customer_name: name of a customer': "a column of the store's reports",
  "daybook.payments.customer_ip: a customer's network address": "a column of the store's reports",
  'mail: address of the owner': 'whom the mail is to',
  'mail: sign-in link': 'what the mail is for',
  'mail: sign-in link without its prefix': 'what the mail is for',
};

describe('what is secret or personal', () => {
  let database: TestDatabase;
  let folder: string;
  let sink: SmtpSink;
  let refusing: SmtpSink;
  const processes: { name: string; process: ServerProcess }[] = [];
  let used: UsedSecrets;
  let secrets: Secret[];
  let dump: Kept[];
  const mailPassword = randomBytes(20).toString('hex');
  const databasePassword = randomBytes(20).toString('hex');
  const operatorKey = `opk_${randomBytes(24).toString('hex')}`;
  const secretsKey = randomBytes(32);

  function start(name: string, role: 'api' | 'worker', settings: Record<string, string>): ServerProcess {
    const url = new URL(database.appUrl);
    url.password = databasePassword;
    const process = startProcess([role], {
      ...{ LOG_LEVEL: 'trace', PORT: '0', DATABASE_URL: url.href, DAYBOOK_DATA_DIR: join(folder, 'data') },
      ...{ SECRETS_KEY: secretsKey.toString('base64'), OPERATOR_KEY: operatorKey },
      ...{ PUBLIC_URL: 'https://books.example', MAIL_FROM: 'Daybook <daybook@example.com>', ...settings },
    });
    processes.push({ name, process });
    return process;
  }
  const smtpUrl = ({ port }: SmtpSink) => `smtp://daybook:${mailPassword}@127.0.0.1:${port}`;

  before(async () => {
    await mkdir(TEMPORARY, { recursive: true });
    folder = await mkdtemp(join(TEMPORARY, 'no-secrets-'));
    database = await createTestDatabase();
    const superuser = new pg.Client({ connectionString: database.superUrl });
    await superuser.connect();
    // Postgres then repeats the parameters of a statement that fails, as some operators have it do.
    await superuser.query(`do $$ begin execute format('alter database %I set log_parameter_max_length_on_error = -1', current_database()); end $$`); // prettier-ignore
    [sink, refusing] = await Promise.all([startSmtpSink(), startSmtpSink({ refuse: 451 })]);

    const port = await freePort();
    const api = start('api', 'api', { PORT: String(port) });
    const worker = start('worker', 'worker', { SMTP_URL: smtpUrl(sink) });
    await Promise.all([api.until('"listening"'), worker.until('"working"')]);
    used = await useEverySecret({ baseUrl: `http://127.0.0.1:${port}`, operatorKey, sink });
    worker.child.kill('SIGTERM');
    await worker.ended();

    await mkdir(join(folder, 'broken'));
    await writeFile(join(folder, 'broken', 'objects'), 'no folder');
    const hurt = start('worker without storage and mail', 'worker', {
      SMTP_URL: smtpUrl(refusing),
      DAYBOOK_DATA_DIR: join(folder, 'broken'),
    });
    await used.askForReport();
    await hurt.until('report attempt failed');
    await used.askForLink();
    await hurt.until('a sign-in link was not sent');

    await breakAccounts(superuser);
    await used.askForLink();
    await used.addMember();
    await used.endByReuse();
    await untilFailed(superuser);
    secrets = [
      ...used.secrets,
      ...(await openSealedKeys(superuser, secretsKey)),
      secretOf('SECRETS_KEY', secretsKey),
      secretOf('SECRETS_KEY as it was given', secretsKey.toString('base64')),
      secretOf('operator key', operatorKey),
      secretOf('operator key without its prefix', operatorKey.slice(4)),
      secretOf('password of the mail server', mailPassword),
      secretOf('password of the database', databasePassword),
    ];
    await superuser.end();
    hurt.child.kill('SIGINT');
    api.child.kill('SIGTERM');
    await Promise.all([hurt.ended(), api.ended()]);
    dump = await dumpDatabase(database.superUrl);
  });
  after(async () => {
    await endProcesses();
    await Promise.all([sink.close(), refusing.close()]);
    await database.close();
    await rm(folder, { recursive: true });
  });

  it('was all used, and is found where it is meant to be: the search sees', () => {
    assert.ok(secrets.length > 35, `${secrets.length}`);
    const meant = findSecrets([...dump, ...mails()], secrets);
    assert.deepEqual(Object.keys(ALLOWED).filter((place) => !meant.includes(place)), []); // prettier-ignore
    for (const wanted of [
      '"request"',
      'report succeeded',
      'request failed',
      'STORAGE_UNAVAILABLE',
      '451 to RCPT TO',
    ])
      assert.ok(
        logs().some(({ text }) => text.includes(wanted)),
        wanted,
      );
  });

  it('is in no line of a log', () => assert.deepEqual(findSecrets(logs(), secrets), []));

  it('is in no cell of the database, the queue included, but those that are for it', () => {
    assert.ok(
      dump.some(({ place, text }) => /^daybook_queue\..*output$/.test(place) && text.includes('22P02')),
    );
    assert.deepEqual(findSecrets(dump, secrets).filter((found) => !Object.hasOwn(ALLOWED, found)), []); // prettier-ignore
  });

  it('is in no answer that says what went wrong', () => {
    assert.ok(used.refusals.length > 15, `${used.refusals.length}`);
    assert.deepEqual(findSecrets(used.refusals, secrets), []);
  });

  it('is in no mail but the link, and the address it goes to', () => {
    assert.ok(mails().length > 0);
    assert.deepEqual(findSecrets(mails(), secrets).filter((found) => !Object.hasOwn(ALLOWED, found)), []); // prettier-ignore
  });

  const logs = (): Kept[] => processes.map(({ name, process }) => ({ place: `log of ${name}`, text: process.printed() })); // prettier-ignore
  const mails = (): Kept[] =>
    sink.received.map(({ message }) => ({
      place: 'mail',
      text: message.replaceAll('=\r\n', '').replaceAll('=3D', '='),
    }));
});

/** Resolves once the queue keeps what the statement that we broke has said. */
async function untilFailed(superuser: pg.Client): Promise<void> {
  const failed = `select 1 from daybook_queue.job where output is not null and data ? 'sealedRequest' and output::text like '%22P02%'`;
  while ((await superuser.query(failed)).rowCount === 0);
}
