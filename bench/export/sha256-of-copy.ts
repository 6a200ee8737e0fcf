import { createHash } from 'node:crypto';
import { openDatabase } from '../../server/src/db/database.ts';
import { REPORT_DEFINITIONS } from '../../server/src/domain/report-type.ts';
import type { ContenderOrder } from './contender-run.ts';
import { openCopy } from './open-copy.ts';
import { csvCopyStatement } from './rival-statements.ts';

const BYTE_ORDER_MARK = '\ufeff';
const LINE_FEED = 0x0a;

/**
 * The SHA-256 (lowercase hex) of Postgres's CSV as Daybook should have written it: with a byte-order mark in front and
 * without the last line feed. Nothing else may differ.
 */
export async function sha256OfCopy(order: Omit<ContenderOrder, 'contender'>): Promise<string> {
  const database = openDatabase({
    url: order.databaseUrl,
    maxConnections: 1,
    applicationName: 'daybook bench',
    onError: () => {},
  });
  const hash = createHash('sha256').update(BYTE_ORDER_MARK);
  const rows = await openCopy(database, order, csvCopyStatement(REPORT_DEFINITIONS[order.type]));
  let last: Buffer | undefined;
  for await (const chunk of rows.stream as AsyncIterable<Buffer>) {
    if (last) hash.update(last);
    last = chunk;
  }
  await rows.close();
  await database.close();
  if (last?.at(-1) !== LINE_FEED) throw new Error('The CSV of Postgres does not end as expected.');
  return hash.update(last.subarray(0, -1)).digest('hex');
}
