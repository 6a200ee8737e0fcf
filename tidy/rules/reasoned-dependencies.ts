import { matchesGlob } from 'node:path';
import { dependenciesOf, type Dependency } from '../dependencies-of.ts';
import type { Finding, Rule } from '../rule.ts';
import type { Tree } from '../tree.ts';

const REASONS = 'docs/dependencies.md';
const EXACT = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

export const reasonedDependencies: Rule = {
  name: `every dependency is pinned exactly and has its line of reason in ${REASONS}, and no line is left over`,
  find(tree) {
    const reasons = reasonLines(tree);
    const manifests = tree.paths.filter((path) => /^([^/]+\/)?package\.json$/.test(path));
    const all = manifests.flatMap((file) => dependenciesOf(tree, file).map((each) => ({ ...each, file })));
    const foreign = all.filter(({ name }) => !name.startsWith('@daybook/'));
    return [
      ...all
        .filter(isLoose)
        .map(({ file, name, version }) => finding(file, 0, `${name} is not pinned: ${version}`)),
      ...foreign
        .filter(({ name }) => !reasons.some((reason) => matchesGlob(name, reason.name)))
        .map(({ file, name }) => finding(file, 0, `${name} has no line in ${REASONS}`)),
      ...reasons
        .filter((reason) => !foreign.some(({ name }) => matchesGlob(name, reason.name)))
        .map((reason) => finding(REASONS, reason.line, `${reason.name} is no dependency any more`)),
    ];
  },
};

function isLoose({ kind, version }: Dependency): boolean {
  return kind !== 'peerDependencies' && !EXACT.test(version);
}

/** The names in backticks in the first column of the tables; `*` stands for any part of a name. */
function reasonLines(tree: Tree): { name: string; line: number }[] {
  return tree
    .text(REASONS)
    .split('\n')
    .flatMap((text, index) => {
      const firstCell = /^\|([^|]*)\|/.exec(text)?.[1] ?? '';
      return [...firstCell.matchAll(/`([^`]+)`/g)].map((match) => ({
        name: match[1] as string,
        line: index + 1,
      }));
    });
}

function finding(file: string, line: number, message: string): Finding {
  return { file, line, message };
}
