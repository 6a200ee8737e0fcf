import { type Claim, updateProgress } from '../db/report-attempts.ts';
import { inStore } from '../db/transaction.ts';
import { PROGRESS_EVERY_MS } from '../domain/limits.ts';
import { ClaimLost } from './claim-lost.ts';
import type { JobContext } from './context.ts';

/**
 * Keeps `rowsWritten` up to date until disposed, and aborts `attempt` when the claim turns out to be lost. A failed
 * update is left for the next one, and told once: progress must not end a report.
 */
export function reportProgress(
  context: JobContext,
  storeId: string,
  claim: Claim,
  rowsWritten: () => number,
  attempt: AbortController,
): Disposable {
  let busy = false;
  let told = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    inStore(context.database, storeId, (transaction) =>
      updateProgress(transaction, claim, rowsWritten(), context.clock()),
    )
      .then((held) => {
        if (!held) attempt.abort(new ClaimLost());
      })
      .catch((error: unknown) => {
        if (!told) context.log.warn({ err: error }, 'progress could not be noted');
        told = true;
      })
      .finally(() => (busy = false));
  }, PROGRESS_EVERY_MS);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
