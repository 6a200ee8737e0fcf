import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { userInfo } from 'node:os';

import { StartupError } from '../domain/startup-error.ts';

/**
 * `as-is`: we are an ordinary user. The other three are for root, which Postgres refuses to run as; `namespace` also for a
 * user id without a name, as containers have them, which initdb refuses.
 */
export type UnprivilegedWay = 'as-is' | 'namespace' | 'capability' | 'other-user';

/** How to run a program that refuses to run as we are. */
export type UnprivilegedCommand = {
  readonly way: UnprivilegedWay;
  /** Who has to own the files and folders that the program calls its own. */
  readonly owner: { readonly uid: number; readonly gid: number };
  /** Starts a program (absolute path) in `/` with a small fixed environment: none of our secrets reach it. */
  spawn(program: string, args: readonly string[], options?: SpawnOptions): ChildProcess;
};

type Recipe = Omit<UnprivilegedCommand, 'spawn'> & {
  readonly prefix: readonly string[];
  readonly as?: { readonly uid: number; readonly gid: number };
};

/** The user and group that stand in for root. initdb wants it to have a name: on macOS `nobody` is -2, so `daemon` has to do. */
export const NOBODY = process.platform === 'darwin' ? 1 : 65534;
const nobody = { uid: NOBODY, gid: NOBODY };

const ENVIRONMENT = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
};

/** We outside, nobody inside: what is ours belongs to the program, in whatever closed folder it lies. */
const NAMESPACE = ['unshare', '-U', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, '--'];

const AS_ROOT: readonly Recipe[] = [
  { way: 'namespace', owner: { uid: 0, gid: 0 }, prefix: NAMESPACE },
  {
    // Containers often forbid namespaces. `no_setuid_fixup`: access(2), with which Postgres looks for its own
    // program, would otherwise leave the capability out of account.
    way: 'capability',
    owner: nobody,
    prefix: [
      ...['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--no-new-privs'],
      ...['--inh-caps=-all,+dac_override', '--ambient-caps=-all,+dac_override'],
      ...['--bounding-set=-all,+dac_override', '--securebits=+no_setuid_fixup', '--'],
    ],
  },
  { way: 'other-user', owner: nobody, prefix: [], as: nobody },
];

/**
 * Finds a way to run `program` (absolute path; it must know `--version`) so that it can enter `folder`, is not root and
 * has a name.
 *
 * @param only for tests, as root: this way or none
 * @throws StartupError when there is none
 */
export async function unprivilegedCommand(
  program: string,
  folder: string,
  only?: UnprivilegedWay,
): Promise<UnprivilegedCommand> {
  const owner = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  const isRoot = owner.uid === 0;
  if (!isRoot && hasName()) return command({ way: 'as-is', owner, prefix: [] });

  const reasons: string[] = [];
  for (const recipe of isRoot ? AS_ROOT : [{ way: 'namespace', owner, prefix: NAMESPACE } as const]) {
    if (only !== undefined && recipe.way !== only) continue;
    const candidate = command(recipe);
    const reason = await whyNot(candidate, program, folder);
    if (reason === undefined) return candidate;
    reasons.push(reason);
  }
  throw new StartupError(
    `Postgres does not run as ${isRoot ? 'root' : 'a user without a name'}, and there is no way here to run it as somebody else (${reasons.join('; ')}): start Daybook as an ordinary user, or set DATABASE_URL.`,
  );
}

function hasName(): boolean {
  try {
    return userInfo().username !== '';
  } catch {
    return false;
  }
}

function command({ way, owner, prefix, as }: Recipe): UnprivilegedCommand {
  return {
    way,
    owner,
    spawn(program, args, options) {
      const [file = program, ...rest] = [...prefix, program, ...args];
      return spawn(file, rest, { cwd: '/', ...options, ...as, env: ENVIRONMENT });
    },
  };
}

/** Runs the program for its version, from inside the folder; what went wrong, or undefined. */
function whyNot(
  candidate: UnprivilegedCommand,
  program: string,
  folder: string,
): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const child = candidate.spawn('/bin/sh', ['-c', 'cd "$1" && exec "$2" --version', 'sh', folder, program], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  child.on('error', (error) => resolve(error.message));
  child.on('close', (code) => resolve(code === 0 ? undefined : complaint.trim() || `exit code ${code}`));
  return promise;
}
