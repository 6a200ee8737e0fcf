import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createTestStore, startDaybook } from '../support/daybook.ts';
import { paymentLine } from '../support/payment-line.ts';
import { noS3, type S3Server, startS3 } from '../support/s3-server.ts';

describe('files in S3', { skip: noS3 }, () => {
  let server: S3Server;
  before(async () => {
    server = await startS3();
  });
  after(() => server.stop());

  it('a report goes there and comes from there', async () => {
    const daybook = await startDaybook({ settings: { s3: await server.bucket() } });
    try {
      const store = await createTestStore(daybook);
      await store.record([paymentLine('pmt_s3', '2026-04-02T00:00:00Z')]);
      const { files } = await store.export({
        periodStart: '2026-04-01T00:00:00Z',
        periodEnd: '2026-04-30T00:00:00Z',
        formats: ['CSV', 'JSON'],
      });
      assert.match(String(files['CSV']), /pmt_s3/);
    } finally {
      await daybook.stop();
    }
  });
});
