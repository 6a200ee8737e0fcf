import { findManifest } from '../../db/report-manifests.ts';
import { findReport } from '../../db/reports.ts';
import { inStore } from '../../db/transaction.ts';
import { type Caller, requirePermission } from '../../domain/caller.ts';
import { DaybookError } from '../../domain/errors.ts';
import type { Manifest } from '../../domain/manifest.ts';
import { readDocument } from '../../keys/sign-document.ts';
import type { VerbContext } from '../context.ts';

/** A manifest and the same bytes as a compact JWS, which is what counts. */
export type SignedManifest = { manifest: Manifest; jws: string };

/** The signed manifest of a finished report; before the report has succeeded REPORT_NOT_READY or REPORT_FAILED. */
export async function getManifest(
  context: VerbContext,
  caller: Caller,
  input: { storeId: string; reportId: string },
): Promise<SignedManifest> {
  requirePermission(caller, input.storeId, 'REPORTS_READ');
  return inStore(context.database, input.storeId, async (transaction) => {
    const report = await findReport(transaction, input.reportId, context.clock());
    if (!report) throw new DaybookError('NOT_FOUND', 'There is no such report.');
    if (report.status === 'FAILED') throw new DaybookError('REPORT_FAILED');
    if (report.status !== 'SUCCEEDED') throw new DaybookError('REPORT_NOT_READY');
    const jws = await findManifest(transaction, report.id);
    if (!jws) {
      throw new DaybookError(
        'NOT_FOUND',
        'This report is older than manifests are; create it again to have one.',
      );
    }
    return { manifest: readDocument<Manifest>(jws), jws };
  });
}
