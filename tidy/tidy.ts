import { join } from 'node:path';
import { printable } from './printable.ts';
import { readTree } from './read-tree.ts';
import { RULES } from './rules.ts';

const tree = readTree(join(import.meta.dirname, '..'));
for (const rule of RULES) {
  const findings = rule.find(tree);
  if (findings.length === 0) continue;
  process.exitCode = 1;
  console.log(`broken: ${rule.name}\n${printable(findings)}`);
}
