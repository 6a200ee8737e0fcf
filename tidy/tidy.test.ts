import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { printable } from './printable.ts';
import { readTree } from './read-tree.ts';
import { RULES } from './rules.ts';

const tree = readTree(join(import.meta.dirname, '..'));

test('the tree is read: this file is in it, node_modules is not', () => {
  assert.ok(tree.has('tidy/tidy.test.ts'));
  assert.ok(!tree.has('node_modules'));
});

for (const rule of RULES) {
  test(rule.name, () => {
    const findings = rule.find(tree);
    assert.ok(findings.length === 0, `\n${printable(findings)}`);
  });
}
