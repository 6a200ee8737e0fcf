// Runs before `npm start` and `npm test`, after install.mjs: makes web/dist anew where the dashboard's sources are newer.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const SOURCES = [
  'web/src',
  'web/public',
  'web/index.html',
  'web/vite.config.ts',
  'client/src',
  'package-lock.json',
];
const BUILT = join(ROOT, 'web/dist/index.html');

if (!existsSync(BUILT) || newest(SOURCES.map((path) => join(ROOT, path))) > statSync(BUILT).mtimeMs) {
  const node = join(ROOT, 'node_modules/.bin/node');
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  const { status, stdout, stderr } = spawnSync(node, [vite, 'build', '--logLevel', 'warn'], {
    cwd: join(ROOT, 'web'),
    encoding: 'utf8',
  });
  if (status !== 0) {
    process.stderr.write(`The dashboard could not be built.\n${stdout}${stderr}`);
    process.exit(1);
  }
}

function newest(paths) {
  return Math.max(
    0,
    ...paths.map((path) => (statSync(path).isDirectory() ? newestIn(path) : statSync(path).mtimeMs)),
  );
}

function newestIn(folder) {
  return newest(readdirSync(folder).map((name) => join(folder, name)));
}
