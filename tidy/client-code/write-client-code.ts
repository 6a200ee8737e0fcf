/** `npm run client:code`: what of `client/` is made from `openapi.json` and the report types. `--check`: is it fresh? */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { REPORT_DEFINITIONS } from '../../server/src/domain/report-type.ts';
import { describeOperations, type OpenApi } from './describe-operations.ts';
import { describeRows } from './describe-rows.ts';

const ROOT = new URL('../../', import.meta.url);
const HEADER = '// Made by "npm run client:code"; not to be edited.\n\n';

const api = JSON.parse(await readFile(new URL('openapi.json', ROOT), 'utf8')) as OpenApi;
const files = {
  'client/src/api/operations.ts': describeOperations(api),
  'client/src/rows/report-columns.ts': describeRows(REPORT_DEFINITIONS),
};

for (const [path, code] of Object.entries(files)) {
  const file = fileURLToPath(new URL(path, ROOT));
  const text = await format(HEADER + code, { ...(await resolveConfig(file)), filepath: file });
  if (!process.argv.includes('--check')) await writeFile(file, text);
  else if ((await readFile(file, 'utf8').catch(() => '')) !== text) {
    console.error(`${path} is not up to date: run "npm run client:code".`);
    process.exitCode = 1;
  }
}
