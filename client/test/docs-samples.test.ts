import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Entry } from './random-ledger.ts';

const DOCS = new URL('../../docs/', import.meta.url);
const page = readFileSync(new URL('verifying.md', DOCS), 'utf8');
const { entries } = JSON.parse(readFileSync(new URL('ledger-vectors.json', DOCS), 'utf8')) as {
  entries: Entry[];
};
const folder = mkdtempSync(join(tmpdir(), 'daybook-docs-samples-'));
after(() => rmSync(folder, { recursive: true }));

/** By the language of the fence: the program, its file, and what it cannot do without. */
const SAMPLES = {
  ts: { program: process.execPath, file: 'hash.ts', needs: process.execPath },
  python: { program: 'python3', file: 'hash.py', needs: 'python3' },
  sh: { program: 'sh', file: 'hash.sh', needs: 'sha256sum' },
};

for (const [language, { program, file, needs }] of Object.entries(SAMPLES)) {
  const skip = spawnSync(needs, ['--version']).status === 0 ? false : `there is no ${needs} on this machine`;
  test(`the ${language} on the page gives the hash of every published vector`, { skip }, () => {
    const path = join(folder, file);
    writeFileSync(path, sample(language));
    assert.ok(entries.length > 0);
    for (const entry of entries) {
      const fields = Object.entries(entry).map(([name, value]) => [name, String(value ?? '')] as const);
      const { hash, ...rest } = entry;
      const { stdout, stderr } = spawnSync(program, [path], {
        encoding: 'utf8',
        input: JSON.stringify(rest),
        env: { PATH: process.env.PATH, ...Object.fromEntries<string>(fields) },
      });
      assert.equal(stdout, `${hash}\n`, `sequence ${entry.sequence}: ${stderr}`);
    }
  });
}

/** The only fence of the page in this language. */
function sample(language: string): string {
  const found = [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm'))];
  assert.equal(found.length, 1, `fences of ${language}`);
  return found[0]![1]!;
}
