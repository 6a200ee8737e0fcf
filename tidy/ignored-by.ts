/**
 * Whether a path (a folder's ends in `/`) is ignored by a `.gitignore` of the plain forms that ours uses: "name/",
 * "path/to/name/" and `*.ending`.
 */
export function ignoredBy(gitignore: string): (path: string) => boolean {
  const lines = gitignore.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return (path) => lines.some((line) => matches(line, path));
}

function matches(line: string, path: string): boolean {
  if (line.startsWith('*')) return path.endsWith(line.slice(1));
  if (line.slice(0, -1).includes('/')) return path.startsWith(line.replace(/^\//, ''));
  return `/${path}`.includes(`/${line}`);
}
