import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { bundle } from './bundle.ts';

const EXPORT_MAX_BYTES = 6_000;

const weigh = async (source: string): Promise<number> => gzipSync(await bundle(source), { level: 9 }).length;

describe('what a page loads', () => {
  it('is under 6 kB compressed for one that exports a report', async () => {
    const bytes = await weigh(`export { Daybook, exportReport } from '@daybook/client';`);
    assert.ok(bytes < EXPORT_MAX_BYTES, `${bytes} bytes`);
  });

  it('is only what it uses', async () => {
    const bytes = await weigh(`export { formatAmount } from '@daybook/client';`);
    assert.ok(bytes < 600, `${bytes} bytes`);
    const text = new TextDecoder().decode(
      await bundle(`export { Daybook, exportReport } from '@daybook/client';`),
    );
    assert.doesNotMatch(text, /whsec_|running_balance/);
  });
});
