import { type Format, FORMAT_EXTENSION } from '../domain/format.ts';
import { isOwnId } from '../domain/id.ts';

const REPORT_OBJECT =
  /^stores\/(?<storeId>\w+)\/reports\/\d-(?<claim>[0-9a-f]{32})\/(?<reportId>\w+)\.(?<extension>\w+)$/;
const EXTENSIONS = new Set(Object.values(FORMAT_EXTENSION));

/** Whose an object is, or an upload: the attempt at the report that has, or had, this claim. */
export type ReportObject = { key: string; storeId: string; reportId: string; claim: string };

/**
 * Where one attempt stores one file. The folder holds the attempt's number and its claim, 128 random bits, so attempts
 * never write to the same object and nobody can guess one.
 */
export function objectKey(file: {
  storeId: string;
  reportId: string;
  attempt: number;
  claim: string;
  format: Format;
}): string {
  const folder = `stores/${file.storeId}/reports/${file.attempt}-${file.claim}`;
  return `${folder}/${file.reportId}.${FORMAT_EXTENSION[file.format]}`;
}

/** Reads a key that `objectKey` made; undefined for any other. */
export function parseReportObject(key: string): ReportObject | undefined {
  const { storeId = '', reportId = '', claim = '', extension = '' } = REPORT_OBJECT.exec(key)?.groups ?? {};
  const isOurs = isOwnId('shp', storeId) && isOwnId('rpt', reportId) && EXTENSIONS.has(extension);
  return isOurs ? { key, storeId, reportId, claim } : undefined;
}
