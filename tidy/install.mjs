// Runs before `npm start`, `npm test` and their like, on whatever Node the machine has (20 or later) and with no
// dependencies: makes sure that node_modules is what package-lock.json says, and that a Node is there that runs Daybook.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  rmdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = [22, 18];
const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const MODULES = join(ROOT, 'node_modules');
const INSTALLED = join(MODULES, '.package-lock.json'); // npm writes it last
const STAMP = join(MODULES, '.daybook-install');
const PINNED_NODE = join(MODULES, '.bin', 'node');
const LOCK = join(ROOT, '.tmp', 'install.lock'); // outside node_modules, which `npm ci` empties
const LOCK_MS = { abandonedAfter: 30 * 60_000, unsignedAfter: 10_000 };

const wanted = fingerprint();
if (!isFresh()) await exclusively(installUnlessFresh);
checkNode();

/** Of all that decides what belongs into node_modules; a script that changes does not. */
function fingerprint() {
  const root = readJson(join(ROOT, 'package.json'));
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}\n`);
  hash.update(readFileSync(join(ROOT, 'package-lock.json')));
  for (const folder of ['.', ...root.workspaces]) {
    const { name, version, bin, allowScripts, overrides, ...rest } = readJson(
      join(ROOT, folder, 'package.json'),
    );
    const { dependencies, devDependencies, optionalDependencies, peerDependencies } = rest;
    const kinds = [dependencies, devDependencies, optionalDependencies, peerDependencies];
    hash.update(JSON.stringify([name, version, bin, allowScripts, overrides, ...kinds]));
  }
  return hash.digest('hex');
}

function isFresh() {
  try {
    return existsSync(INSTALLED) && readFileSync(STAMP, 'utf8') === wanted;
  } catch {
    return false;
  }
}

async function installUnlessFresh() {
  if (isFresh()) return;
  if (!installedByHand()) {
    process.stdout.write('Installing dependencies (once; about 20 s) ...\n');
    const { code, output } = await npmCi();
    const [reason = ''] = output.split(/^npm error Clean install a project$/m); // npm's manual page follows
    if (code !== 0)
      fail(
        `${reason.trim()}\nInstalling failed. Mend the reason above (is the network there?) and run the command again.`,
      );
    const { error, status, stderr } = existsSync(PINNED_NODE)
      ? spawnSync(PINNED_NODE, ['--version'], { encoding: 'utf8' })
      : { status: 0 };
    if (error || status !== 0)
      fail(
        `The Node that npm installed does not run on this machine (${(error?.message ?? stderr).trim().split('\n')[0]}).`,
      );
  }
  writeFileSync(STAMP, wanted);
}

/** After an `npm install` or `npm ci` typed by somebody there is no stamp, and as a rule nothing to do. */
function installedByHand() {
  if (!existsSync(INSTALLED) || existsSync(STAMP)) return false;
  const installed = readJson(INSTALLED).packages;
  const locked = readJson(join(ROOT, 'package-lock.json')).packages;
  delete locked[''];
  const same = (path) => JSON.stringify(installed[path]) === JSON.stringify(locked[path]);
  const elsewhere = ({ os, cpu, libc }) =>
    libc || (os && ![os].flat().includes(process.platform)) || (cpu && ![cpu].flat().includes(process.arch));
  return (
    Object.keys(installed).every((path) => path in locked) &&
    Object.keys(locked).every((path) => same(path) || (!(path in installed) && elsewhere(locked[path])))
  );
}

function npmCi() {
  // The Node that npm itself runs on: ours may be the one in node_modules, which is about to go.
  const node = process.env.npm_node_execpath ?? process.execPath;
  const npm = process.env.npm_execpath;
  const isNpm = npm !== undefined && basename(npm) === 'npm-cli.js';
  const options = ['--no-audit', '--no-fund', '--loglevel=error', '--include=dev', '--include=optional'];
  const child = spawn(isNpm ? node : 'npm', [...(isNpm ? [npm] : []), 'ci', ...options], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return new Promise((resolve) => {
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ code: 1, output: error.message }));
    child.on('close', (code) => resolve({ code, output }));
  });
}

/** `npm start` and `npm test` in the same clone at the same time: one installs, the other waits for it. */
async function exclusively(work) {
  mkdirSync(dirname(LOCK), { recursive: true });
  for (let said = false; !takeLock(); said = true) {
    if (!said) process.stdout.write('Waiting for the dependencies that another npm is installing here ...\n');
    await delay(100);
  }
  process.once('exit', () => rmSync(LOCK, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));
  await work();
}

function takeLock() {
  if (makeDirectory(LOCK)) {
    writeFileSync(join(LOCK, 'pid'), String(process.pid));
    return true;
  }
  // Only one at a time may break a stale lock, or the second would break the first one's new lock.
  const breaking = `${LOCK}.breaking`;
  if (isStale(LOCK) && makeDirectory(breaking)) {
    if (isStale(LOCK)) rmSync(LOCK, { recursive: true, force: true });
    rmdirSync(breaking);
    return takeLock();
  }
  if (ageMs(breaking) > LOCK_MS.unsignedAfter) rmSync(breaking, { recursive: true, force: true });
  return false;
}

function makeDirectory(path) {
  try {
    mkdirSync(path);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function isStale(lock) {
  const age = ageMs(lock);
  try {
    process.kill(Number(readFileSync(join(lock, 'pid'), 'utf8') || 'none'), 0);
    return age > LOCK_MS.abandonedAfter;
  } catch (error) {
    if (error.code === 'ESRCH') return true;
    return age > (error.code === 'EPERM' ? LOCK_MS.abandonedAfter : LOCK_MS.unsignedAfter);
  }
}

/** Of a file or folder; zero when it is gone. */
function ageMs(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? 0 : Date.now() - found.mtimeMs;
}

function checkNode() {
  if (existsSync(PINNED_NODE)) {
    const { version } = readJson(join(dirname(dirname(realpathSync(PINNED_NODE))), 'package.json'));
    if (isNewEnough(version)) return;
  } else if (isNewEnough(process.versions.node)) return;
  fail(
    `Daybook needs Node ${OLDEST_NODE.join('.')} or later. This machine has ${process.versions.node}, and npm has none ready for ${process.platform}-${process.arch}: install Node 24 and run the command again.`,
  );
}

function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
