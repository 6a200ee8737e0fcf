import { posix } from 'node:path';
import { ignoredBy } from '../ignored-by.ts';
import type { Rule } from '../rule.ts';
import type { Tree } from '../tree.ts';

const DOCS = /^(README|ARCHITECTURE|CONTRIBUTING)\.md$|^docs\/.*\.md$/;
const CODE = /\.(ts|mjs|sql)$/;
const COMMENT = /^\s*(\/?\*|\/\/|--)/;
const REPO_PATH = /^(\.\.?\/)*[\w.-]+(\/[\w.-]+)*(\/|\/[\w.-]*\.\w+)$/;
const ENDING_OF_OURS = /(\/|\.([cm]?[jt]sx?|sql|md|json|ya?ml|sh|css|html))$/;

export const pathsInDocs: Rule = {
  name: 'every path and link in the documents, and every path in a comment, leads somewhere',
  find: (tree) =>
    tree.paths
      .filter((path) => DOCS.test(path) || CODE.test(path))
      .flatMap((file) =>
        mentions(tree, file)
          .filter(({ path, bases }) => !bases.some((base) => tree.has(posix.join(base, path))))
          .map(({ path, line }) => ({ file, line, message: `${path} does not exist` })),
      ),
};

interface Mention {
  readonly path: string;
  readonly line: number;
  /** The folders that the path may be relative to. */
  readonly bases: readonly string[];
}

function mentions(tree: Tree, file: string): Mention[] {
  const ignored = ignoredBy(tree.text('.gitignore'));
  const here = posix.dirname(file);
  const isCode = CODE.test(file);
  return (isCode ? commentsOf(tree.text(file)) : withoutFences(tree.text(file)))
    .split('\n')
    .flatMap((text, index) => {
      const line = index + 1;
      const links = isCode
        ? []
        : [...text.matchAll(/\]\(([^)\s#]+)[^)]*\)|^\[[^\]]+\]:\s*([^\s#]+)/g)]
            .map((match) => match[1] ?? match[2] ?? '')
            .filter((path) => path !== '' && !/^[\w+.-]+:/.test(path))
            .map((path) => ({ path, line, bases: [here] }));
      const spans = [...text.matchAll(/`([^`]+)`/g)]
        .map((match) => match[1] ?? '')
        .filter((path) => REPO_PATH.test(path) && !ignored(path) && isOurs(tree, path))
        // Documents name the server's rooms as ARCHITECTURE.md does: from server/src or server/test.
        .map((path) => ({ path, line, bases: ['', here, 'server', 'server/src', 'server/test'] }));
      return [...links, ...spans];
    });
}

/** `reports/2026.csv` may be an example's; `tidy/check.ts` can only be a file of ours. */
function isOurs(tree: Tree, path: string): boolean {
  return ENDING_OF_OURS.test(path) || tree.has(path.split('/', 1)[0] as string);
}

/** The text with every line emptied that is no comment. */
function commentsOf(code: string): string {
  return code
    .split('\n')
    .map((line) => (COMMENT.test(line) ? line : ''))
    .join('\n');
}

function withoutFences(markdown: string): string {
  return markdown.replace(/^( *)(```|~~~)[^]*?^ *\2/gm, (fence) => fence.replace(/[^\n]/g, ''));
}
