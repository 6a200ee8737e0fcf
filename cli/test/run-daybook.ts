import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What `daybook` runs. */
export const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

export type Ran = { code: number | string; stdout: string; stderr: string };

/** Starts `daybook …words` in the folder, with only these settings in its environment. */
export function startDaybookCommand(
  folder: string,
  environment: Record<string, string>,
  words: readonly string[],
  input = '',
): { child: ChildProcess; ended: Promise<Ran> } {
  const child = spawn(process.execPath, ['--conditions=source', MAIN, ...words], {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder, ...environment },
  });
  const ended = (async () => {
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => void (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => void (stderr += chunk.toString()));
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
    return { code: code ?? signal ?? '', stdout, stderr };
  })();
  child.stdin.end(input);
  return { child, ended };
}
