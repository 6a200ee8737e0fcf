import { listLivingReports, type LivingReport } from '../db/living-reports.ts';
import { findStore } from '../db/stores.ts';
import { inStore } from '../db/transaction.ts';
import { parseReportObject, type ReportObject } from './report-object.ts';
import type { SweepContext, SweepPart } from './sweep.ts';

/**
 * Deletes what attempts have left in the storage and no report needs: of attempts that failed, were cancelled or killed,
 * of reports that are gone.
 *
 * The storage is listed first and the database asked after, so that whatever was stored for a claim finds the claim
 * there. What is dead then stays dead: a claim is random and never comes back, a finished report never changes its
 * files, and one that has expired never lives again. So any number of sweeps may run at once beside the workers, be
 * killed anywhere and act on an answer that is old. And because no key is ever used twice, a signed URL that is still
 * good meets the bytes that it was made for or none, never those of another report.
 *
 * An object of a store that this database does not have is left alone and counted, like any other that is not ours: a
 * server that was started with another database by mistake must not empty the storage.
 */
export const sweepRemains: SweepPart = async (context, signal, swept) => {
  const { storage } = context;
  for await (const uploads of storage.unfinished()) {
    if (signal.aborted) return;
    const keys = new Set(uploads.map(({ key }) => key));
    const judged = await judge(context, [...keys], isBeingStored);
    for (const upload of uploads.filter(({ key }) => judged.dead.has(key))) {
      await storage.abandon(upload);
      swept.uploads += 1;
    }
    swept.leftAlone += judged.leftAlone;
  }
  for await (const keys of storage.keys()) {
    if (signal.aborted) return;
    const judged = await judge(context, keys, isNeeded);
    await storage.delete([...judged.dead]);
    swept.objects += judged.dead.size;
    swept.leftAlone += judged.leftAlone;
  }
};

type Verdict = (report: LivingReport, object: ReportObject) => boolean;

/** Whether a report that lives needs the object: as its published file, or as what its claim has stored so far. */
const isNeeded: Verdict = (report, object) =>
  report.status === 'SUCCEEDED' ? report.objectKeys.includes(object.key) : isBeingStored(report, object);

/** Whether the attempt that began the upload may still end it. */
const isBeingStored: Verdict = ({ status, claim }, object) =>
  (status === 'PENDING' || status === 'PROCESSING') && claim === object.claim;

async function judge(
  { database, clock }: SweepContext,
  keys: readonly string[],
  isAlive: Verdict,
): Promise<{ dead: Set<string>; leftAlone: number }> {
  const objects = keys.flatMap((key) => parseReportObject(key) ?? []);
  const dead = new Set<string>();
  let leftAlone = keys.length - objects.length;
  for (const [storeId, ofStore] of Map.groupBy(objects, (object) => object.storeId)) {
    const reportIds = [...new Set(ofStore.map(({ reportId }) => reportId))];
    const living = await inStore(database, storeId, async (transaction) =>
      (await findStore(transaction)) ? listLivingReports(transaction, reportIds, clock()) : undefined,
    );
    if (!living) {
      leftAlone += ofStore.length;
      continue;
    }
    const reportOf = new Map(living.map((report) => [report.reportId, report]));
    for (const object of ofStore) {
      const report = reportOf.get(object.reportId);
      if (!report || !isAlive(report, object)) dead.add(object.key);
    }
  }
  return { dead, leftAlone };
}
