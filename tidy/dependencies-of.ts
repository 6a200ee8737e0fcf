import type { Tree } from './tree.ts';

const KINDS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'] as const;

export interface Dependency {
  readonly kind: (typeof KINDS)[number];
  readonly name: string;
  readonly version: string;
}

/** What a package.json of the tree depends on; nothing if it is not there. */
export function dependenciesOf(tree: Tree, packageJson: string): Dependency[] {
  const manifest = JSON.parse(tree.text(packageJson) || '{}') as Record<string, Record<string, string>>;
  return KINDS.flatMap((kind) =>
    Object.entries(manifest[kind] ?? {}).map(([name, version]) => ({ kind, name, version })),
  );
}
