import { posix } from 'node:path';
import { IMPORT_TABLE, type Room } from '../import-table.ts';
import { importsOf, type Import } from '../imports-of.ts';
import { isCode, isTest } from '../kind-of-path.ts';
import type { Rule } from '../rule.ts';

const MEMBERS = /^(server\/src|client|cli|web)\//;

/** Holds the product's files to `tidy/import-table.ts`. */
export const importTable: Rule = {
  name: 'every import is allowed by the table of who may import whom',
  find(tree) {
    const product = tree.paths.filter((path) => MEMBERS.test(path) && isCode(path) && !isTest(path));
    return product.flatMap((file) => {
      if (!roomOf(file)) return [{ file, line: 0, message: 'belongs to no room of tidy/import-table.ts' }];
      return importsOf(tree.code(file)).flatMap((wanted) => {
        const message = objectionTo(wanted, file);
        return message ? [{ file, line: wanted.line, message }] : [];
      });
    });
  },
};

function objectionTo(wanted: Import, file: string): string | undefined {
  const from = roomOf(file) as string;
  const room = IMPORT_TABLE[from] as Room;
  const target = targetOf(wanted.specifier, file);
  if (target === undefined) {
    const allowed = room.packages?.some((name) => posix.matchesGlob(wanted.specifier, name)) ?? true;
    return allowed ? undefined : `${from} may not import the package ${wanted.specifier}`;
  }
  const to = roomOf(target);
  if (to === from) return undefined;
  if (to === undefined) {
    // Data beside the code (a package.json, a stylesheet) is nobody's room.
    return isCode(target) ? `${from} may not import ${target}: only tests may` : undefined;
  }
  const open = IMPORT_TABLE[to]?.importedBy?.includes(from) ?? true;
  if (open && (room.mayImport === 'everything' || room.mayImport.includes(to))) return undefined;
  if (room.mayImportTypesOf?.includes(to)) {
    return wanted.typeOnly ? undefined : `${from} may import only types of ${to} (import type)`;
  }
  return `${from} may not import ${to}`;
}

function roomOf(path: string): string | undefined {
  return Object.entries(IMPORT_TABLE).find(([, room]) =>
    room.at.endsWith('/') ? path.startsWith(room.at) : path === room.at,
  )?.[0];
}

/** The path in the repository that is meant, or nothing for a package from outside. */
function targetOf(specifier: string, file: string): string | undefined {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(file), specifier);
  const member = /^@daybook\/([^/]+)/.exec(specifier);
  return member ? `${member[1]}/index.ts` : undefined;
}
