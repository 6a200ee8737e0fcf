import { randomUUID } from 'node:crypto';
import { insertReport, markCanceled } from '../../src/db/reports.ts';
import { inStore } from '../../src/db/transaction.ts';
import { newId } from '../../src/domain/id.ts';
import { GENERATE_REPORT } from '../../src/domain/job.ts';
import { DAY_MS } from '../../src/domain/limits.ts';
import type { TestDaybook } from './daybook.ts';

/** A report that stays as it is made: its job is due in a day. */
export async function reportInState(
  { context }: TestDaybook,
  storeId: string,
  state: 'PENDING' | 'FAILED',
): Promise<string> {
  const now = context.clock();
  const jobId = randomUUID();
  return inStore(context.database, storeId, async (transaction) => {
    const { id } = await insertReport(transaction, {
      id: newId('rpt', now),
      type: 'PAYMENT_ACTIVITY',
      schemaVersion: 'payment_activity.1',
      formats: ['CSV'],
      formulaGuard: false,
      periodStart: now - DAY_MS,
      periodEnd: now,
      requestedByAccountId: null,
      requestedByTokenId: null,
      createdAt: now,
      expiresAt: now + DAY_MS,
      jobId,
    });
    const later = { id: jobId, startAfterSeconds: DAY_MS / 1_000 };
    await context.queue.send(transaction, GENERATE_REPORT, { storeId, reportId: id }, later);
    if (state === 'FAILED') await markCanceled(transaction, id, 'Made to fail.', now);
    return id;
  });
}
