import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createTestStore, startDaybook, type TestDaybook, type TestStore } from '../../support/daybook.ts';
import { paymentLine } from '../../support/rows/payment-line.ts';

const EXAMPLE = fileURLToPath(new URL('../../fixtures/seed-example.ts', import.meta.url));

describe('a client written for the public guide', () => {
  let daybook: TestDaybook;
  let store: TestStore;
  before(async () => {
    daybook = await startDaybook();
    store = await createTestStore(daybook);
    const april = Array.from({ length: 37 }, (_, day) => paymentLine(`pmt_${day}`, `2026-04-${String(1 + (day % 30)).padStart(2, '0')}T12:00:00Z`)); // prettier-ignore
    await store.record([...april, paymentLine('pmt_may', '2026-05-01T00:00:00Z')]);
  });
  after(() => daybook.stop());

  async function runExample(...words: string[]): Promise<string> {
    const environment = {
      ...process.env,
      DAYBOOK_STORE_ID: store.storeId,
      DAYBOOK_API_TOKEN: store.secret,
      DAYBOOK_BASE_URL: daybook.baseUrl,
    };
    const { stdout } = await promisify(execFile)(process.execPath, [EXAMPLE, ...words], { env: environment });
    return stdout;
  }

  it('exports a month, and the rows it counts are the rows of the report', async () => {
    const printed = await runExample();
    const id = /Queued (\S+)/.exec(printed)?.[1];
    const { body } = await store.call<{ rowCount: number }>('GET', `/reports/${id}`);
    assert.equal(body.data.rowCount, 37);
    assert.match(printed, /Got 37 rows/);
  });

  it('exports a year as its four quarters', async () => {
    assert.match(await runExample('year'), /Got 4 files/);
    const { body } = await store.call<{ items: { periodStart: string }[] }>('GET', '/reports?limit=4');
    const starts = body.data.items.map((item) => item.periodStart.slice(0, 10)).toSorted();
    assert.deepEqual(starts, ['2025-01-01', '2025-04-01', '2025-07-01', '2025-10-01']);
  });
});
