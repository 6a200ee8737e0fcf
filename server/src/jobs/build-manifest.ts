import type { ClaimedReport } from '../db/report-attempts.ts';
import { fileName } from '../domain/file-name.ts';
import { formatInstant } from '../domain/instant.ts';
import { ledgerEntryRow } from '../domain/ledger-entry.ts';
import type { Manifest, ManifestLedger } from '../domain/manifest.ts';
import { REPORT_DEFINITIONS } from '../domain/report-type.ts';
import { EMPTY_HEAD } from '../ledger/append.ts';
import type { LedgerAround } from '../source/ledger-around.ts';
import type { ExportedFiles } from './export-files.ts';

/** The statement that the operator signs about what an attempt has exported. Instants in milliseconds. */
export function buildManifest(
  report: ClaimedReport & { id: string; storeId: string },
  exported: ExportedFiles,
  statement: { issuer: string; issuedAt: number },
): Manifest {
  return {
    version: 1,
    reportId: report.id,
    storeId: report.storeId,
    type: report.type,
    schemaVersion: REPORT_DEFINITIONS[report.type].schemaVersion,
    periodStart: formatInstant(report.periodStart),
    periodEnd: formatInstant(report.periodEnd),
    asOf: formatInstant(exported.asOf),
    rowCount: exported.rowCount,
    formulaGuard: report.formulaGuard,
    files: exported.files.map(({ format, sizeBytes, sha256 }) => {
      return { format, name: fileName(report, format), sizeBytes, sha256 };
    }),
    totals: exported.totals,
    ...(exported.ledger ? { ledger: ledgerOf(exported.ledger) } : {}),
    issuer: statement.issuer,
    issuedAt: formatInstant(statement.issuedAt),
  };
}

function ledgerOf({ before, after, newest }: LedgerAround): ManifestLedger {
  const { sequence, hash, runningBalance } = newest ?? EMPTY_HEAD;
  return {
    openingBalance: before?.runningBalance ?? 0,
    closingBalance: after ? after.runningBalance - after.amount : runningBalance,
    before: before && ledgerEntryRow(before),
    after: after && ledgerEntryRow(after),
    head: { sequence, hash },
  };
}
