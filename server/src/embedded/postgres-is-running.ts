import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** Whether the process with this id is a Postgres server on exactly this data folder. A number alone may be anybody's. */
export function postgresIsRunning(pid: number, dataDirectory: string): boolean {
  const [program = '', ...args] = commandLine(pid);
  return basename(program) === 'postgres' && args.some((arg) => arg === dataDirectory);
}

/** Empty for a process that is gone, or dead and not yet collected by its parent. */
function commandLine(pid: number): string[] {
  if (process.platform === 'linux') {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    } catch {
      return [];
    }
  }
  const { stdout } = spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  // `ps` joins with spaces. The server is always started as `postgres -D <folder> -c …`.
  const [, program, folder] = /^(\S.*?) -D (.*?) -c /.exec(stdout) ?? [];
  return program === undefined || folder === undefined ? [] : [program, '-D', folder];
}
