import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { hashTokenSecret, newTokenSecret } from '../../../src/keys/token-secret.ts';
import { newSignInSecret } from '../../../src/keys/sign-in-secret.ts';
import { isSignatureV1, isSignatureV2 } from '../../../src/keys/hmac-signature.ts';
import { createToken, type CreatedToken } from '../../../src/verbs/tokens/create.ts';
import { deleteToken } from '../../../src/verbs/tokens/delete.ts';
import { listTokens } from '../../../src/verbs/tokens/list.ts';
import { createTestStore, OPERATOR_KEY, startDaybook, type TestDaybook } from '../../support/daybook.ts';

const page = await readFile(new URL('../../../../docs/authentication.md', import.meta.url), 'utf8');

/** How each language of the page is run, and the tools of the machine that it takes. */
const LANGUAGES = [
  { language: 'TypeScript', fence: 'ts', file: 'program.ts', command: [process.execPath], tools: [] },
  { language: 'Python', fence: 'python', file: 'program.py', command: ['python3'], tools: ['python3'] },
  { language: 'shell', fence: 'sh', file: 'program.sh', command: ['sh', '-eu'], tools: ['curl', 'openssl'] },
];
const PROGRAMS = [
  { title: 'Version 1, GET', version: 1, status: '200' },
  { title: 'Version 1, POST', version: 1, status: '201' },
  { title: 'Version 2, POST', version: 2, status: '201' },
];

describe('the page on authentication', () => {
  let daybook: TestDaybook;
  let folder: string;
  before(async () => {
    daybook = await startDaybook({ working: false });
    folder = await mkdtemp(join(tmpdir(), 'daybook-authentication-page-'));
  });
  after(async () => {
    await daybook.stop();
    await rm(folder, { recursive: true });
  });

  /** A store with a token of the mode HMAC, as the environment that the page promises its programs to need. */
  async function environment(options: { requireV2: boolean }) {
    const { storeId } = await createTestStore(daybook);
    const token: CreatedToken = await createToken(
      daybook.context,
      { kind: 'operator' },
      { storeId, name: 'page', permissions: ['REPORTS_READ', 'REPORTS_WRITE'], mode: 'HMAC', ...options },
    );
    return {
      ...{ PATH: process.env['PATH'], HOME: process.env['HOME'] },
      ...{ DAYBOOK_URL: daybook.baseUrl, DAYBOOK_STORE: storeId },
      ...{ DAYBOOK_TOKEN_ID: token.id, DAYBOOK_TOKEN_SECRET: token.secret },
    };
  }

  for (const { language, fence, file, command, tools } of LANGUAGES) {
    const missing = tools.find((tool) => spawnSync(tool, ['version']).error);
    const skip = missing === undefined ? false : `there is no ${missing} on this machine`;
    for (const { title, version, status } of PROGRAMS) {
      it(`has a whole program in ${language} for ${title}, which works as pasted`, { skip }, async () => {
        const path = join(folder, file);
        await writeFile(path, programOf(title, fence));
        const answer = async (env: NodeJS.ProcessEnv) => {
          const [program = '', ...words] = command;
          const { stdout, stderr } = await promisify(execFile)(program, [...words, path], { env });
          assert.equal(stderr, '');
          const lines = stdout.trimEnd().split('\n');
          const { code } = JSON.parse(lines.slice(0, -1).join('\n')) as { code?: string };
          return [lines.at(-1), code];
        };
        const either = await environment({ requireV2: false });
        assert.deepEqual(await answer(either), [status, undefined]);
        assert.deepEqual(await answer({ ...either, DAYBOOK_TOKEN_SECRET: `${either.DAYBOOK_TOKEN_SECRET}x` }), ['401', 'UNAUTHENTICATED']); // prettier-ignore
        const strict = await environment({ requireV2: true });
        assert.deepEqual(await answer(strict), version === 2 ? [status, undefined] : ['401', 'UNAUTHENTICATED']); // prettier-ignore
      });
    }
  }

  it('has example values that are those of the server', () => {
    const secretHash = hashTokenSecret('sk_live_EXAMPLE');
    const body = Buffer.from(/^`(\{"type":.*\})`:$/m.exec(page)?.[1] ?? '');
    const value = (row: string) => page.match(new RegExp(`^\\| ${row}.*\\| \`([0-9a-f]{64})\` +\\|$`, 'm'))?.[1] ?? ''; // prettier-ignore
    assert.equal(value('the key'), secretHash.toString('hex'));
    assert.ok(isSignatureV1(secretHash, value('version 1, without'), Buffer.alloc(0)));
    assert.ok(isSignatureV1(secretHash, value('version 1, with the'), body));
    const [, timestamp = '', nonce = '', method = '', path = ''] =
      /^\| version 2 at `(.*?)`, nonce `(.*?)`, `(.*?)` to `(.*?)`/m.exec(page) ?? [];
    assert.ok(isSignatureV2(secretHash, value('version 2 at'), { timestamp, nonce, method, path, body }));
  });

  it('has regular expressions for secret scanners that find every secret whole, and no id', () => {
    const rows = scannerRows();
    assert.equal(rows.length, 4);
    const found = (text: string) => rows.flatMap(({ pattern }) => text.match(pattern) ?? []);
    for (const { example } of rows) assert.deepEqual(found(`x=${example};`), [example]);
    for (let times = 0; times < 200; times += 1) {
      for (const secret of [newTokenSecret(), newSignInSecret('sml'), newSignInSecret('srt'), OPERATOR_KEY]) {
        assert.deepEqual(found(`"Bearer ${secret}",`), [secret]);
        assert.deepEqual(found(`#token=${secret}\n`), [secret]);
      }
    }
    assert.deepEqual(found('stk_01hzy3k9w5n2m1q8v0bfcxt4 shp_01hzy3k9w5n2m1q8v0bfcxt4 sk_live_… sk_live_EXAMPLE'), []); // prettier-ignore
  });

  it('tells how to change a token so that no request fails: both work until the first is deleted', async () => {
    const { storeId, secret: first, call } = await createTestStore(daybook);
    const caller = { kind: 'operator' } as const;
    const [token] = await listTokens(daybook.context, caller, { storeId });
    const fields = { storeId, name: 'second', permissions: ['REPORTS_READ'], mode: 'BEARER' } as const;
    const { secret: second } = await createToken(daybook.context, caller, fields);
    const statuses = async () => [(await call('GET', '/reports', undefined, first)).status, (await call('GET', '/reports', undefined, second)).status]; // prettier-ignore
    assert.deepEqual(await statuses(), [200, 200]);
    await deleteToken(daybook.context, caller, { storeId, tokenId: token?.id ?? '' });
    assert.deepEqual(await statuses(), [401, 200]);
  });
});

/** The rows of the table for scanners: regular expression and example. */
function scannerRows(): { pattern: RegExp; example: string }[] {
  const section = page.split('\n## Finding secrets')[1]?.split('\n## ')[0] ?? '';
  return [...section.matchAll(/^\| [^|]+ \| `(.+?)` +\| `(.+?)` +\|$/gm)].map(
    ([, pattern = '', example = '']) => ({
      pattern: new RegExp(pattern.replaceAll('\\|', '|'), 'g'),
      example,
    }),
  );
}

/** The one program in this language below the heading. */
function programOf(title: string, fence: string): string {
  const section = page.split(`\n### ${title}\n`)[1]?.split(/^##/m)[0] ?? '';
  const [program, ...more] = [...section.matchAll(new RegExp(`^\`\`\`${fence}\\n([^]*?)^\`\`\``, 'gm'))];
  assert.ok(program?.[1] && more.length === 0, `one program in ${fence} under ${title}`);
  return program[1];
}
