import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import { format } from 'fast-csv';
import QueryStream from 'pg-query-stream';
import type { Database } from '../../server/src/db/database.ts';
import { REPORT_DEFINITIONS } from '../../server/src/domain/report-type.ts';
import { beginSnapshot } from '../../server/src/source/begin-snapshot.ts';
import type { ContenderOrder, SunkFile } from './contender-run.ts';
import { textSelectStatement } from './rival-statements.ts';
import { createSink } from './sink.ts';

/** Rows per trip to the database; the package's own 100 would make it slower. */
const BATCH_ROWS = 1000;

const STRINGIFIERS = {
  'csv-stringify': () => stringify({ header: true }),
  'fast-csv': () => format({ headers: true, includeEndRowDelimiter: true }),
} as const;

/** As most Node programs export: a cursor's rows as objects, into one of the usual writers of CSV, into a sink that hashes. */
export async function stringifyRows(
  database: Database,
  order: ContenderOrder,
  stringifier: keyof typeof STRINGIFIERS,
): Promise<{ rowCount: number; files: SunkFile[] }> {
  const client = await database.pool.connect();
  await beginSnapshot(client, order);
  const statement = textSelectStatement(REPORT_DEFINITIONS[order.type]);
  const rows = client.query(new QueryStream(statement, [], { batchSize: BATCH_ROWS }));
  let rowCount = 0;
  rows.on('data', () => (rowCount += 1));
  const sink = createSink({ hashes: true });
  await pipeline(rows, STRINGIFIERS[stringifier](), sink.stream);
  await client.query('commit');
  client.release();
  return { rowCount, files: [{ name: 'CSV', sizeBytes: sink.sizeBytes(), sha256: sink.sha256() }] };
}
