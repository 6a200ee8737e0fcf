import { findObjectKey } from '../../db/report-files.ts';
import { findReport } from '../../db/reports.ts';
import { inStore } from '../../db/transaction.ts';
import { type Caller, requirePermission } from '../../domain/caller.ts';
import { DaybookError } from '../../domain/errors.ts';
import { fileName } from '../../domain/file-name.ts';
import { type Format, FORMAT_EXTENSION, FORMATS } from '../../domain/format.ts';
import { DOWNLOAD_URL_TTL_SECONDS } from '../../domain/limits.ts';
import type { VerbContext } from '../context.ts';

/** What a download URL is signed for. `fileName` is what the browser saves it as. */
export type Download = {
  objectKey: string;
  format: Format;
  fileName: string;
  expiresInSeconds: number;
  expiresAt: number;
};

/**
 * Where a finished report's file is. `extension` is that of a format; any other, or one that was not asked for, is
 * NOT_FOUND at any time; before the report has succeeded REPORT_NOT_READY or REPORT_FAILED.
 */
export async function findDownload(
  context: VerbContext,
  caller: Caller,
  input: { storeId: string; reportId: string; extension: string },
): Promise<Download> {
  requirePermission(caller, input.storeId, 'REPORTS_READ');
  const now = context.clock();
  return inStore(context.database, input.storeId, async (transaction) => {
    const report = await findReport(transaction, input.reportId, now);
    if (!report) throw new DaybookError('NOT_FOUND', 'There is no such report.');
    const format = formatOf(input.extension);
    if (!format || !report.formats.includes(format)) {
      const made = report.formats.map((each) => FORMAT_EXTENSION[each]).join(' and ');
      throw new DaybookError('NOT_FOUND', `This report was not asked for in that format; it has ${made}.`);
    }
    if (report.status === 'FAILED') throw new DaybookError('REPORT_FAILED');
    const objectKey = await findObjectKey(transaction, report.id, format);
    if (report.status !== 'SUCCEEDED' || !objectKey) throw new DaybookError('REPORT_NOT_READY');
    const expiresInSeconds = Math.min(DOWNLOAD_URL_TTL_SECONDS, Math.floor((report.expiresAt - now) / 1_000));
    if (expiresInSeconds < 1) throw new DaybookError('NOT_FOUND', 'There is no such report.');
    return {
      objectKey,
      format,
      fileName: fileName(report, format),
      expiresInSeconds,
      expiresAt: (Math.floor(now / 1_000) + expiresInSeconds) * 1_000,
    };
  });
}

function formatOf(extension: string): Format | undefined {
  return FORMATS.find((format) => FORMAT_EXTENSION[format] === extension);
}
