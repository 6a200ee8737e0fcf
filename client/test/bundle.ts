import { build } from 'esbuild';

/** The module with all that it imports of the client, minified, as a bundler would put it into a page. */
export async function bundle(source: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    conditions: ['source'],
    logLevel: 'silent',
  });
  const [file] = outputFiles;
  if (!file) throw new Error('nothing was bundled');
  return file.contents;
}
