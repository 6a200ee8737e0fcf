import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  createTestStore,
  startDaybook,
  type TestDaybook,
  type TestStore,
} from '../../server/test/support/daybook.ts';
import { paymentLine } from '../../server/test/support/rows/payment-line.ts';

const EXAMPLES = fileURLToPath(new URL('../../examples/', import.meta.url));

describe('the examples', () => {
  let server: TestDaybook;
  let store: TestStore;
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'daybook-examples-'));
    server = await startDaybook();
    store = await createTestStore(server);
    await store.record(
      Array.from({ length: 10 }, (_, at) =>
        paymentLine(`pmt_${at}`, new Date(Date.UTC(2026, at)).toISOString()),
      ),
    );
  });
  after(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Runs it where local time is half a day away from UTC. */
  async function run(name: string, ...words: string[]): Promise<string> {
    const env = { ...process.env, TZ: 'Pacific/Auckland', DAYBOOK_URL: server.baseUrl, DAYBOOK_STORE: store.storeId, DAYBOOK_TOKEN: store.secret }; // prettier-ignore
    const all = ['--conditions=source', join(EXAMPLES, name), ...words];
    return (await promisify(execFile)(process.execPath, all, { cwd: folder, env })).stdout;
  }

  it('one-report.ts sums a month', async () => {
    assert.match(await run('one-report.ts'), /^1 rows \{ USD: \d+ \}\n$/);
  });

  it('monthly.ts writes a UTC month, whole or not at all, the same when it runs twice', async () => {
    assert.equal(await run('monthly.ts', '2026-03'), 'payments-2026-03.csv: 1 rows\n');
    assert.match(
      await readFile(join(folder, 'payments-2026-03.csv'), 'utf8'),
      /\n2026-03-01T00:00:00\.000Z,[^\n]*$/,
    );
    await run('monthly.ts', '2026-03');
    assert.equal((await store.call<{ items: unknown[] }>('GET', '/reports?type=PAYMENT_ACTIVITY&limit=100')).body.data.items.length, 2); // prettier-ignore
    assert.deepEqual((await readdir(folder)).filter((name) => name.endsWith('.part')), []); // prettier-ignore
  });

  it('year.ts writes a year of the ledger', async () => {
    assert.equal(await run('year.ts', '2026'), 'ledger-2026.json\n');
    const entries = JSON.parse(await readFile(join(folder, 'ledger-2026.json'), 'utf8')) as {
      sequence: number;
    }[];
    assert.deepEqual(entries.map(({ sequence }) => sequence), entries.map((_, at) => at + 1)); // prettier-ignore
    assert.ok(entries.length >= 10);
  });
});
