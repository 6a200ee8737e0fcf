import type { Batch, Check, EndFile, EndReport, Evidence } from '../evidence.ts';

/** Between the instant that a commit is stamped with, or a snapshot, and its being seen by others. */
const SLACK_MS = 2_000;
const FORMATS = ['CSV', 'JSON'];

export const filesAreRight: Check = {
  promise: 'SUCCEEDED means: object, digest, size and count agree with an independent count at the snapshot',
  find(evidence) {
    const files = Map.groupBy(evidence.files, (file) => file.reportId);
    const batches = Map.groupBy(evidence.batches, ({ storeId, type }) => `${storeId} ${type}`);
    return [
      ...evidence.reports.flatMap((report) => {
        const own = files.get(report.id) ?? [];
        if (report.status !== 'SUCCEEDED') return own.map(({ format }) => `${report.id} is ${report.status} and has a ${format}`); // prettier-ignore
        const counts = possibleCounts(
          batches.get(`${report.storeId} ${report.type}`) ?? [],
          report.asOf ?? 0,
        );
        return wrongFiles(report, own, counts, evidence);
      }),
      ...wrongDownloads(evidence),
    ];
  },
};

/** A snapshot holds whole transactions, in their order: the sums up to each that may have been the last one. */
function possibleCounts(batches: readonly Batch[], asOf: number): Set<number> {
  const counts = new Set<number>();
  let sum = 0;
  for (const { committedAt, rows } of batches) {
    if (committedAt > asOf + SLACK_MS) break;
    if (committedAt > asOf - SLACK_MS) counts.add(sum);
    sum += rows;
  }
  return counts.add(sum);
}

function wrongFiles(
  report: EndReport,
  files: readonly EndFile[],
  counts: ReadonlySet<number>,
  { objects }: Evidence,
): string[] {
  const wrong: string[] = [];
  const formats = files.map(({ format }) => format).toSorted();
  if (formats.join() !== FORMATS.join()) wrong.push(`${report.id} has the files [${formats.join()}]`);
  if (!counts.has(report.rowCount ?? -1)) {
    wrong.push(`${report.id}, ${report.type}, says ${report.rowCount} rows; at its snapshot there were ${[...counts].join(' or ')}`); // prettier-ignore
  }
  for (const { format, objectKey, sizeBytes, sha256 } of files) {
    const object = objects.get(objectKey);
    const what = `${format} of ${report.id}`;
    if (!object) {
      wrong.push(`${what}: there is no object ${objectKey}`);
      continue;
    }
    if (object.sizeBytes !== sizeBytes) wrong.push(`${what}: ${sizeBytes} bytes said, ${object.sizeBytes} stored`); // prettier-ignore
    if (object.sha256 !== sha256) wrong.push(`${what}: another digest than said`);
    if (object.rows !== report.rowCount) wrong.push(`${what}: ${report.rowCount} rows said, ${object.rows} stored`); // prettier-ignore
  }
  return wrong;
}

function wrongDownloads({ history, files }: Evidence): string[] {
  const said = new Map(files.map((file) => [`${file.format} of ${file.reportId}`, file]));
  return history.flatMap((event) => {
    if (event.kind !== 'downloaded') return [];
    const what = `${event.format} of ${event.reportId}`;
    const file = said.get(what);
    const same = file?.sha256 === event.sha256 && file.sizeBytes === event.sizeBytes;
    return same ? [] : [`${what}: a client downloaded other bytes`];
  });
}
