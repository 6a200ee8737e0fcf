import { isBuiltin } from 'node:module';
import { importsOf } from '../imports-of.ts';
import { isCode, isTest } from '../kind-of-path.ts';
import { dependenciesOf } from '../dependencies-of.ts';
import type { Rule } from '../rule.ts';
import type { Tree } from '../tree.ts';

/** npm hoists, so an undeclared package works here and fails for whoever installs one member alone. */
export const declaredPackages: Rule = {
  name: 'every imported package is declared by the workspace member that imports it',
  find: (tree) =>
    tree.paths.filter(isCode).flatMap((file) => {
      const declared = declaredFor(tree, file);
      return importsOf(tree.code(file)).flatMap(({ specifier, line }) => {
        const name = packageOf(specifier);
        if (name === undefined || declared.has(name)) return [];
        return [{ file, line, message: `imports ${name}, which its package.json does not declare` }];
      });
    }),
};

function declaredFor(tree: Tree, file: string): Set<string> {
  const member = /^(server|client|cli|web)\//.exec(file)?.[1];
  const own = dependenciesOf(tree, member ? `${member}/package.json` : 'package.json');
  // The dashboard is bundled, so all that it uses is a development dependency.
  if (member && member !== 'web' && !isTest(file)) {
    return new Set(own.filter(({ kind }) => kind !== 'devDependencies').map(({ name }) => name));
  }
  // What is not published with a member (tests, bench, tidy) uses what the repository installs.
  const members = [
    'package.json',
    'server/package.json',
    'client/package.json',
    'cli/package.json',
    'web/package.json',
  ];
  const all = members.flatMap((path) => dependenciesOf(tree, path));
  const workspace = ['@daybook/server', '@daybook/client', '@daybook/cli', '@daybook/web'];
  return new Set([...all.map(({ name }) => name), ...workspace]);
}

function packageOf(specifier: string): string | undefined {
  if (/^[./#]/.test(specifier) || isBuiltin(specifier)) return undefined;
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}
