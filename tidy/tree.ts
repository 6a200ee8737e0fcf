import { parseCode, type Code } from './code.ts';

/** The files that the rules look at; paths are relative to the repository's root, with `/`. */
export interface Tree {
  readonly paths: readonly string[];
  /** The file's text; empty for a file that is not text or not there. */
  text(path: string): string;
  code(path: string): Code;
  /** Whether a file or a folder of that name is there. */
  has(path: string): boolean;
}

/** A tree of the given files: path → text. */
export function treeOf(files: Readonly<Record<string, string>>): Tree {
  const texts = new Map(Object.entries(files));
  const parsed = new Map<string, Code>();
  const known = new Set<string>();
  for (const path of texts.keys()) {
    for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) known.add(path.slice(0, end));
  }
  return {
    paths: [...texts.keys()].toSorted(),
    text: (path) => texts.get(path) ?? '',
    has: (path) => known.has(path.replace(/\/$/, '')),
    code(path) {
      let code = parsed.get(path);
      if (!code) parsed.set(path, (code = parseCode(path, texts.get(path) ?? '')));
      return code;
    },
  };
}
