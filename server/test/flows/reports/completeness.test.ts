import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openAnswerChanger } from '../../support/faults/answer-changer.ts';
import { startDaybook, type TestDaybook } from '../../support/daybook.ts';
import { prepareReportWork, type ReportWork } from '../../support/report-work.ts';
import { filesOfReport } from '../../support/files-of-report.ts';

const PAYMENTS = 4_321;

describe('a report', () => {
  let daybook: TestDaybook;
  let work: ReportWork;
  before(async () => {
    daybook = await startDaybook({ working: false });
    work = await prepareReportWork(daybook, PAYMENTS);
  });
  after(() => daybook.stop());

  it('with fewer rows than the database says it sent is never a success, and leaves no file', async () => {
    const way = await openAnswerChanger(daybook.database.appUrl, 'COPY 4321\0', 'COPY 4322\0');
    const database = { ...daybook.database, appUrl: way.url };
    const worker = await startDaybook({ on: { ...daybook, database } });
    try {
      const id = await work.queue();
      const report = await work.ended(id);
      const { status, errorCode, attempts } = report as typeof report & {
        errorCode: string;
        attempts: number;
      };
      assert.deepEqual([status, errorCode, attempts], ['FAILED', 'INTERNAL', 3]);
      assert.deepEqual(await filesOfReport(daybook, id), []);
    } finally {
      await worker.stop();
      await way.close();
    }
  });

  it('with all of them is one', async () => {
    const worker = await startDaybook({ on: daybook });
    await work.assertRight(await work.queue());
    await worker.stop();
  });
});
