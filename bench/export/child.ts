import { openDatabase } from '../../server/src/db/database.ts';
import { REPORT_DEFINITIONS } from '../../server/src/domain/report-type.ts';
import { copyStatement } from '../../server/src/source/copy-statement.ts';
import { processCpuSeconds } from '../process-cpu-seconds.ts';
import type { ContenderOrder, ContenderRun } from './contender-run.ts';
import { copyRows } from './copy-rows.ts';
import { encodeReport } from './encode-report.ts';
import { peakBytes } from './peak-bytes.ts';
import { csvCopyStatement, jsonCopyStatement } from './rival-statements.ts';
import { stringifyRows } from './stringify-rows.ts';

/** A process of its own for each export: takes one order from its parent, sends back what it measured, and ends. */
process.once('message', (order: ContenderOrder) => {
  measure(order).then(
    (run) => process.send?.(run, undefined, undefined, () => process.disconnect()),
    (error: unknown) => {
      process.stderr.write(`${order.contender}: ${(error as Error).stack}\n`);
      process.exit(1);
    },
  );
});

async function measure(order: ContenderOrder): Promise<ContenderRun> {
  const database = openDatabase({
    url: order.databaseUrl,
    maxConnections: 1, // so that the pid is that of the export's connection
    applicationName: 'daybook bench',
    onError: (error) => process.stderr.write(`${error.message}\n`),
  });
  const { rows } = await database.pool.query<{ pid: number }>('select pg_backend_pid() as pid');
  const backend = () => processCpuSeconds(rows[0]?.pid as number);
  const backendBefore = await backend();
  const nodeBefore = process.cpuUsage();
  const start = performance.now();
  const result = await exportBy(database, order);
  const wallSeconds = (performance.now() - start) / 1000;
  const node = process.cpuUsage(nodeBefore);
  const backendAfter = await backend();
  const peak = await peakBytes();
  await database.close();
  return {
    ...result,
    wallSeconds,
    nodeCpuSeconds: (node.user + node.system) / 1e6,
    backendCpuSeconds: backendAfter === null || backendBefore === null ? null : backendAfter - backendBefore,
    peakBytes: peak,
  };
}

function exportBy(
  database: ReturnType<typeof openDatabase>,
  order: ContenderOrder,
): Promise<Pick<ContenderRun, 'rowCount' | 'files'>> {
  const definition = REPORT_DEFINITIONS[order.type];
  switch (order.contender) {
    case 'postgres-csv':
      return copyRows(database, order, {
        statement: csvCopyStatement(definition),
        name: 'CSV',
        hashes: true,
      });
    case 'postgres-json':
      return copyRows(database, order, {
        statement: jsonCopyStatement(definition),
        name: 'JSON',
        hashes: true,
      });
    case 'binary-floor':
      return copyRows(database, order, {
        statement: copyStatement(definition),
        name: 'binary',
        hashes: false,
      });
    case 'csv-stringify':
    case 'fast-csv':
      return stringifyRows(database, order, order.contender);
    case 'daybook-csv':
      return encodeReport(database, order, ['CSV']);
    case 'daybook-json':
      return encodeReport(database, order, ['JSON']);
    case 'daybook-both':
      return encodeReport(database, order, ['CSV', 'JSON']);
  }
}
