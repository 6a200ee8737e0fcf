import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';

export interface Part {
  readonly name: string;
  readonly command: readonly string[];
}

export interface PartResult {
  readonly part: Part;
  readonly ok: boolean;
  readonly seconds: number;
  readonly output: string;
}

/** Runs one part of the check in `root`, with the repository's own tools first on the path. */
export async function runPart(part: Part, root: string): Promise<PartResult> {
  const start = performance.now();
  const [command = '', ...options] = part.command;
  const path = [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter);
  const child = spawn(command, options, {
    cwd: root,
    env: { ...process.env, PATH: path },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const code = await new Promise<number | null>((resolve) => {
    child.on('error', (error) => (output += error.message));
    child.on('close', resolve);
  });
  return { part, ok: code === 0, seconds: (performance.now() - start) / 1000, output };
}
