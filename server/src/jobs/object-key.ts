import { type Format, FORMAT_EXTENSION } from '../domain/format.ts';

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
