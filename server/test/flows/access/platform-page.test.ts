import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { OPERATOR_KEY, startDaybook, type TestDaybook } from '../../support/daybook.ts';

const PAGE = new URL('../../../../docs/platform.md', import.meta.url);

describe("the page for the platform's engineer", () => {
  let daybook: TestDaybook;
  before(async () => {
    daybook = await startDaybook();
  });
  after(() => daybook.stop());

  it('has lines that lead, as pasted, from the operator key to a downloaded report', async () => {
    const page = await readFile(PAGE, 'utf8');
    const lines = [...page.matchAll(/^```sh\n([^]*?)^```/gm)].map((match) => match[1]).join('\n');
    const demo = { baseUrl: daybook.baseUrl, operatorKey: OPERATOR_KEY };
    await mkdir(join(daybook.folder, '.daybook'));
    await writeFile(join(daybook.folder, '.daybook', 'demo.json'), JSON.stringify(demo));
    const { stdout, stderr } = await promisify(execFile)('sh', ['-e', '-c', lines], {
      cwd: daybook.folder,
      env: { PATH: `${dirname(process.execPath)}:${process.env['PATH']}` },
    });
    assert.equal(stderr, '');
    const promised = /`\{"accepted": 3,.*?…\}\}`/.exec(page)?.[0] ?? '';
    const answered = /"data":(\{"accepted".*?\})\}/.exec(stdout)?.[1] ?? '';
    const numbers = (text: string): string[] => text.match(/"\w+": ?\d+/g)?.map((each) => each.replace(' ', '')) ?? []; // prettier-ignore
    assert.ok(numbers(promised).length >= 5);
    assert.deepEqual(numbers(promised).filter((each) => !numbers(answered).includes(each)), [], answered); // prettier-ignore
    for (const type of ['OPENING_BALANCE', 'PAYMENT_RECEIVED', 'REFUND_INSTANT', 'PAYOUT']) {
      assert.ok(stdout.includes(`,${type},`), stdout);
    }
  });
});
