import { pipeline } from 'node:stream/promises';
import type { Database } from '../../server/src/db/database.ts';
import type { ContenderOrder, SunkFile } from './contender-run.ts';
import { openCopy } from './open-copy.ts';
import { createSink } from './sink.ts';

/** Lets Postgres format the rows, into a sink that hashes. */
export async function copyRows(
  database: Database,
  order: ContenderOrder,
  copy: { statement: string; name: string; hashes: boolean },
): Promise<{ rowCount: number; files: SunkFile[] }> {
  const rows = await openCopy(database, order, copy.statement);
  const sink = createSink({ hashes: copy.hashes });
  await pipeline(rows.stream, sink.stream);
  const file = { name: copy.name, sizeBytes: sink.sizeBytes(), sha256: sink.sha256() };
  await rows.close();
  return { rowCount: rows.rowCount(), files: [file] };
}
