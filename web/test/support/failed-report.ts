import { randomUUID } from 'node:crypto';
import { claimReport, markFailed } from '../../../server/src/db/report-attempts.ts';
import { inStore } from '../../../server/src/db/transaction.ts';
import type { TestDaybook } from '../../../server/test/support/daybook.ts';
import { reportInState } from '../../../server/test/support/report-in-state.ts';

/** A report that a worker took up and had to give up, as the database stayed away. Resolves to its id. */
export async function failedReport(server: TestDaybook, storeId: string): Promise<string> {
  const { database, clock } = server.context;
  const reportId = await reportInState(server, storeId, 'PENDING');
  const claim = { reportId, claim: randomUUID().replaceAll('-', '') };
  await inStore(database, storeId, async (transaction) => {
    const { rows } = await transaction.query<{ jobId: string }>(
      'select job_id as "jobId" from reports where store_id = $1 and id = $2',
      [storeId, reportId],
    );
    await claimReport(transaction, claim, { worker: 1, jobId: rows[0]?.jobId ?? '' }, clock());
    const errorMessage = 'The database could not be read. Try again in some minutes.';
    await markFailed(transaction, claim, { errorCode: 'SOURCE_UNAVAILABLE', errorMessage }, clock());
  });
  return reportId;
}
