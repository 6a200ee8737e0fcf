import { readNow } from '../../db/now.ts';
import { findStore } from '../../db/stores.ts';
import { inStore } from '../../db/transaction.ts';
import { type Caller, requireOperator } from '../../domain/caller.ts';
import { DaybookError } from '../../domain/errors.ts';
import { isOwnId } from '../../domain/id.ts';
import { ACTIVITY_BATCH_MAX_BYTES, ACTIVITY_BATCH_MAX_LINES } from '../../domain/limits.ts';
import { recordActivity, type RecordedActivity } from '../../ledger/record-activity.ts';
import type { VerbContext } from '../context.ts';
import type { OnEffect } from '../idempotency/begin-once.ts';
import { batchTooLarge } from './batch-too-large.ts';

export type { RecordedActivity };

/** `lines` are NDJSON, without line ends. `lineNumbers` are their places in the input that errors name; default 1, 2, 3 … */
export type RecordActivityInput = {
  storeId: string;
  lines: readonly string[];
  lineNumbers?: readonly number[];
};

/**
 * Records what happened to a store's money, all lines or none; see `docs/ledger.md`. Throws PAYLOAD_TOO_LARGE, NOT_FOUND
 * for the store, and INVALID_REQUEST with every bad line in its details.
 */
export async function recordActivityBatch(
  context: Pick<VerbContext, 'database'>,
  caller: Caller,
  input: RecordActivityInput,
  onEffect?: OnEffect<RecordedActivity>,
): Promise<RecordedActivity> {
  requireOperator(caller);
  if (!isOwnId('shp', input.storeId)) throw new DaybookError('NOT_FOUND', 'There is no such store.');
  requireBatchSize(input.lines);
  const lines = input.lines.map((text, index) => ({ number: input.lineNumbers?.[index] ?? index + 1, text }));
  return inStore(context.database, input.storeId, async (transaction) => {
    const store = await findStore(transaction);
    if (!store) throw new DaybookError('NOT_FOUND', 'There is no such store.');
    const recorded = await recordActivity(transaction, store, lines, await readNow(transaction));
    await onEffect?.(transaction, recorded);
    return recorded;
  });
}

function requireBatchSize(lines: readonly string[]): void {
  if (lines.length > ACTIVITY_BATCH_MAX_LINES) throw batchTooLarge('lines');
  let bytes = -1; // the last line needs no end
  for (const line of lines) bytes += Buffer.byteLength(line) + 1;
  if (bytes > ACTIVITY_BATCH_MAX_BYTES) throw batchTooLarge('bytes');
}
