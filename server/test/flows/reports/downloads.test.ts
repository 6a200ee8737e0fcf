import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createTestStore, startDaybook, type TestDaybook, type TestStore } from '../../support/daybook.ts';
import { paymentLine } from '../../support/rows/payment-line.ts';
import { createTestClock } from '../../support/test-clock.ts';

const APRIL = { periodStart: '2026-04-01T00:00:00Z', periodEnd: '2026-05-01T00:00:00Z' };
const DAY_MS = 86_400_000;

describe('the signed URL of a file', () => {
  const clock = createTestClock();
  let daybook: TestDaybook;
  let store: TestStore;
  before(async () => {
    daybook = await startDaybook({ clock });
    store = await createTestStore(daybook);
    await store.record([paymentLine('pmt_a', '2026-04-02T00:00:00Z')]);
  });
  after(() => daybook.stop());

  async function signed(reportId: string, format = 'csv'): Promise<{ url: string; expiresAt: string }> {
    const answer = await store.call<{ url: string; expiresAt: string }>(
      'GET',
      `/reports/${reportId}/download/${format}`,
    );
    assert.equal(answer.status, 200, answer.body.error);
    return answer.body.data;
  }

  it('works without a credential for five minutes, and not a second longer', async () => {
    const { report } = await store.export(APRIL);
    const { url, expiresAt } = await signed(report.id);
    assert.equal(Date.parse(expiresAt), Math.floor(clock() / 1000) * 1000 + 300_000);
    clock.advance(299_000);
    assert.equal((await fetch(url)).status, 200);
    clock.advance(1_001);
    const late = await fetch(url);
    assert.equal(late.status, 403);
    assert.match(((await late.json()) as { error: string }).error, /download/);
    assert.equal((await fetch((await signed(report.id)).url)).status, 200, 'a fresh one works again');
  });

  it('saves as a file named after type, dates and report', async () => {
    const { report } = await store.export(APRIL);
    const response = await fetch((await signed(report.id)).url);
    assert.equal(
      response.headers.get('content-disposition'),
      `attachment; filename="payment_activity_2026-04-01_2026-05-01_${report.id}.csv"`,
    );
    assert.equal(response.headers.get('content-type'), 'text/csv; charset=utf-8');
  });

  it('is refused when any part of it is altered or it is pointed at another file', async () => {
    const { report } = await store.export({ ...APRIL, formats: ['CSV', 'JSON'] });
    const other = await store.export(APRIL);
    const url = new URL((await signed(report.id)).url);
    const altered: string[] = [];
    for (const [name, value] of url.searchParams) {
      const copy = new URL(url);
      copy.searchParams.set(name, name === 'X-Amz-Expires' ? '301' : `${value}0`);
      altered.push(copy.href);
      const without = new URL(url);
      without.searchParams.delete(name);
      altered.push(without.href);
    }
    const target = new URL((await signed(other.report.id)).url);
    altered.push(`${url.origin}${target.pathname}${url.search}`);
    altered.push(`${url.origin}${url.pathname.replace('.csv', '.json')}${url.search}`);
    altered.push(`${url.origin}${url.pathname}`);
    altered.push(`${url.href}&response-content-type=text/html`);
    for (const each of altered) assert.equal((await fetch(each)).status, 403, each);
    assert.equal((await fetch(url)).status, 200);
  });

  it('serves parts of a file by range', async () => {
    const { report, files } = await store.export(APRIL);
    const { url } = await signed(report.id);
    const part = await fetch(url, { headers: { Range: 'bytes=3-12' } });
    assert.equal(part.status, 206);
    assert.deepEqual(Buffer.from(await part.arrayBuffer()), files['CSV']?.subarray(3, 13));
    assert.equal((await fetch(url, { headers: { Range: 'bytes=999999-' } })).status, 416);
  });

  it('answers 404 once the file is gone', async () => {
    const { report } = await store.export(APRIL);
    const { url } = await signed(report.id);
    await rm(
      join(daybook.folder, 'objects', decodeURIComponent(new URL(url).pathname.replace('/objects/', ''))),
    );
    assert.equal((await fetch(url)).status, 404);
  });

  it('is not given for a format that was not asked for, at any time', async () => {
    const { report } = await store.export(APRIL);
    for (const format of ['json', 'CSV', 'xml', 'csv%20', '..%2fcsv']) {
      assert.equal((await store.call('GET', `/reports/${report.id}/download/${format}`)).status, 404, format);
    }
  });

  it('never outlives the report, which is gone after 30 days to the instant', async () => {
    const { report } = await store.export(APRIL);
    const created = Date.parse(String(report['createdAt']));
    clock.advance(created + 30 * DAY_MS - clock() - 60_000);
    const { url } = await signed(report.id);
    assert.equal(new URL(url).searchParams.get('X-Amz-Expires'), '60');
    clock.advance(60_000);
    assert.equal((await store.call('GET', `/reports/${report.id}`)).status, 404);
    assert.equal((await store.call('GET', `/reports/${report.id}/download/csv`)).status, 404);
    assert.equal((await fetch(url)).status, 403);
    const { body } = await store.call<{ items: { id: string }[] }>('GET', '/reports?limit=100');
    assert.ok(!body.data.items.some((item) => item.id === report.id));
  });
});

describe('a download before there is a file', () => {
  let daybook: TestDaybook;
  before(async () => {
    daybook = await startDaybook({ working: false });
  });
  after(() => daybook.stop());

  it('answers 409 while the report is pending, and 404 for a format that was not asked for', async () => {
    const store = await createTestStore(daybook);
    const { body } = await store.call<{ id: string }>('POST', '/reports', {
      type: 'PAYMENT_ACTIVITY',
      ...APRIL,
    });
    const early = await store.call('GET', `/reports/${body.data.id}/download/csv`);
    assert.equal(early.status, 409);
    assert.equal(early.body.code, 'REPORT_NOT_READY');
    assert.equal((await store.call('GET', `/reports/${body.data.id}/download/json`)).status, 404);
  });
});
