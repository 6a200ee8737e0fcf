import { pipeline } from 'node:stream/promises';
import type { Database } from '../../server/src/db/database.ts';
import type { Format } from '../../server/src/domain/format.ts';
import { REPORT_DEFINITIONS } from '../../server/src/domain/report-type.ts';
import { encodeRows } from '../../server/src/encode/encode-rows.ts';
import { openRows } from '../../server/src/source/open-rows.ts';
import type { ContenderOrder, SunkFile } from './contender-run.ts';
import { createSink } from './sink.ts';

/** Makes the report as `server/src/jobs/generate-report.ts` does, with sinks where the storage would be. */
export async function encodeReport(
  database: Database,
  order: ContenderOrder,
  formats: readonly Format[],
): Promise<{ rowCount: number; files: SunkFile[] }> {
  const { storeId, period } = order;
  const definition = REPORT_DEFINITIONS[order.type];
  const rows = await openRows(database, { storeId, definition, period });
  const encoding = encodeRows({ columns: definition.columns, formats, formulaGuard: false });
  const sinks = [...encoding.outputs.values()].map((output) => ({
    output,
    sink: createSink({ hashes: false }),
  }));
  await Promise.all([
    pipeline(rows.stream, encoding.input),
    ...sinks.map(({ output, sink }) => pipeline(output, sink.stream)),
  ]);
  await rows.close();
  const files = encoding.files();
  files.forEach(({ sizeBytes }, index) => {
    if (sinks[index]?.sink.sizeBytes() !== sizeBytes)
      throw new Error('The sink saw other bytes than were hashed.');
  });
  if (rows.rowCount() !== encoding.rowsWritten()) throw new Error('Not every row was written.');
  return {
    rowCount: encoding.rowsWritten(),
    files: files.map(({ format, sizeBytes, sha256 }) => ({ name: format, sizeBytes, sha256 })),
  };
}
