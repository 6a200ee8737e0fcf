import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { FILLED_PERIOD, fillPayments } from '../../../bench/fill-payments.ts';
import { createTestStore, type ReportAnswer, type TestDaybook, type TestStore } from './daybook.ts';
import { askPostgres } from './ask-postgres.ts';

/** A store with so many payments that its reports take a while, and what each of its reports has to be. */
export type ReportWork = {
  readonly store: TestStore;
  /** Queues one more report of all payments in both formats; resolves to its id. */
  queue(): Promise<string>;
  /**
   * Fails unless the report has SUCCEEDED with exactly the right files: the bytes downloaded, their digests in the
   * answer, the number of rows and an independent count agree.
   */
  assertRight(reportId: string): Promise<void>;
  /** The report as the API tells it once it has ended. */
  ended(reportId: string): Promise<ReportAnswer>;
};

/** The body of each of these requests. */
export const REPORT_WORK_REQUEST = {
  type: 'PAYMENT_ACTIVITY',
  formats: ['CSV', 'JSON'],
  periodStart: new Date(FILLED_PERIOD.start).toISOString(),
  periodEnd: new Date(FILLED_PERIOD.end).toISOString(),
};

/** Fills a store. The first report to be looked at says what the bytes are; an SQL count says how many rows. */
export async function prepareReportWork(daybook: TestDaybook, payments: number): Promise<ReportWork> {
  const store = await createTestStore(daybook);
  await fillPayments(daybook.database.superUrl, store.storeId, payments);
  const counted = await count(daybook.database.superUrl, store.storeId);
  let first: Record<string, string> | undefined;

  async function ended(reportId: string): Promise<ReportAnswer> {
    for (;;) {
      const { status, body } = await store.call<ReportAnswer>('GET', `/reports/${reportId}?wait=30`);
      if (status === 200 && ['SUCCEEDED', 'FAILED'].includes(body.data.status)) return body.data;
    }
  }
  return {
    store,
    ended,
    async queue() {
      const { status, body } = await store.call<ReportAnswer>('POST', '/reports', REPORT_WORK_REQUEST);
      assert.equal(status, 201, body.error);
      return body.data.id;
    },
    async assertRight(reportId) {
      const report = await ended(reportId);
      assert.equal(report.status, 'SUCCEEDED', String(report['errorMessage']));
      assert.equal(report.rowCount, counted);
      const digests: Record<string, string> = {};
      for (const { format, sizeBytes, sha256 } of report['files'] as {
        format: string;
        sizeBytes: number;
        sha256: string;
      }[]) {
        const path = `/reports/${reportId}/download/${format.toLowerCase()}`;
        const { body } = await store.call<{ url: string }>('GET', path);
        const bytes = Buffer.from(await (await fetch(body.data.url)).arrayBuffer());
        assert.equal(bytes.length, sizeBytes);
        assert.equal(createHash('sha256').update(bytes).digest('hex'), sha256, `${format} of ${reportId}`);
        // A line each: none of these payments holds a line break.
        const lines = bytes.toString().split('\n').length;
        assert.equal(lines - (format === 'CSV' ? 1 : 3), counted, `rows of the ${format} of ${reportId}`);
        digests[format] = sha256;
      }
      assert.deepEqual(
        digests,
        (first ??= digests),
        'the bytes are the same as in every report of these payments',
      );
    },
  };
}

async function count(superUrl: string, storeId: string): Promise<number> {
  const rows = await askPostgres<{ count: string }>(
    superUrl,
    'select count(*) from daybook.payments where store_id = $1 and created_at >= $2 and created_at < $3',
    [storeId, REPORT_WORK_REQUEST.periodStart, REPORT_WORK_REQUEST.periodEnd],
  );
  return Number(rows[0]?.count);
}
