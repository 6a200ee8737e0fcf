/** A year of the ledger as one JSON file: `node --conditions=source examples/year.ts [2026]` */
import { rename, writeFile } from 'node:fs/promises';
import { exportRangeStream, year } from '@daybook/client';
import { connect } from './connect.ts';

const wanted = process.argv[2] ?? String(new Date().getUTCFullYear());
const path = `ledger-${wanted}.json`;
let told: number | undefined;
const stream = exportRangeStream(
  connect(),
  { type: 'BALANCE_LEDGER', format: 'JSON', ...year(wanted) },
  {
    onProgress({ windows, windowsDone, rows }) {
      if (windowsDone === told) return;
      told = windowsDone;
      console.error(`${windowsDone} of ${windows} files, ${rows} rows so far`);
    },
  },
);
await writeFile(`${path}.part`, stream);
await rename(`${path}.part`, path);
console.log(path);
