import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type SignedHead, verifyLedger } from '../../../../client/src/verify.ts';
import { createTestStore, startDaybook, type TestDaybook, type TestStore } from '../../support/daybook.ts';
import { adjustmentLine } from '../../support/rows/activity-lines.ts';
import { paymentLine } from '../../support/rows/payment-line.ts';

const PERIOD = { periodStart: '2026-04-01T00:00:00.000Z', periodEnd: '2026-05-01T00:00:00.000Z' };
const PAYMENTS = 30;

type Entry = { sequence: number; type: string; hash: string };
type Page = { items: Entry[]; pagination: Record<string, number> };

describe('the ledger over HTTP', () => {
  let daybook: TestDaybook;
  let store: TestStore;
  let bytes: Buffer;
  let file: Entry[];
  before(async () => {
    daybook = await startDaybook();
    store = await createTestStore(daybook);
    for (let nth = 0; nth < PAYMENTS; nth += 1) {
      const lines = [paymentLine(`pmt_${nth}`, `2026-04-02T10:00:${String(nth).padStart(2, '0')}.000Z`)];
      await store.record(nth % 10 === 0 ? [...lines, adjustmentLine(`adj_${nth}`)] : lines);
    }
    const { files } = await store.export({ type: 'BALANCE_LEDGER', ...PERIOD, formats: ['JSON'] });
    bytes = files['JSON'] as Buffer;
    file = JSON.parse(String(bytes)) as Entry[];
  });
  after(() => daybook.stop());

  const list = async (query: string) => (await store.call<Page>('GET', `/payouts/ledger${query}`)).body.data;

  it('lists entries newest first, each exactly as the ledger file has it, and pages without a gap', async () => {
    const pages = [await list('?limit=20'), await list('?limit=20&page=2'), await list('?limit=20&page=3')];
    assert.deepEqual(pages.flatMap(({ items }) => items), file.toReversed()); // prettier-ignore
    assert.deepEqual(pages[1]?.pagination, { page: 2, limit: 20, total: 33, totalPages: 2 });
    assert.deepEqual(pages[2]?.items, []);
    assert.equal((await list('')).items.length, 25);
  });

  it('lists the entries of one type', async () => {
    const { items, pagination } = await list('?type=ADJUSTMENT&limit=2');
    const adjustments = file.filter(({ type }) => type === 'ADJUSTMENT').toReversed();
    assert.deepEqual(items, adjustments.slice(0, 2));
    assert.deepEqual(pagination, { page: 1, limit: 2, total: 3, totalPages: 2 });
    assert.deepEqual((await list('?type=ADJUSTMENT&limit=2&page=2')).items, adjustments.slice(2));
  });

  it('refuses unknown types, pages, limits and fields', async () => {
    for (const query of ['?type=GIFT', '?page=0', '?limit=101', '?limit=x', '?sort=asc']) {
      const { status, body } = await store.call('GET', `/payouts/ledger${query}`);
      assert.deepEqual([status, body.code], [400, 'INVALID_REQUEST'], query);
    }
  });

  it('signs the head, which fits the file and is kept by whoever wants to check later', async () => {
    const { body } = await store.call<SignedHead>('GET', '/payouts/ledger/head');
    const newest = file.at(-1);
    const { jws, issuedAt, ...head } = body.data;
    assert.deepEqual(head, {
      storeId: store.storeId,
      ...{ sequence: newest?.sequence, hash: newest?.hash },
      runningBalance: PAYMENTS * 930 - 3 * 40,
      ...{ currency: 'USD', issuer: daybook.baseUrl },
    });
    const payload = JSON.parse(Buffer.from(jws.split('.')[1] as string, 'base64url').toString()) as object;
    assert.deepEqual(payload, { ...head, issuedAt });
    const verdict = await verifyLedger({
      files: [{ name: 'ledger.json', open: () => new Blob([bytes as Buffer<ArrayBuffer>]).stream() }],
      keys: { jwks: await (await fetch(`${daybook.baseUrl}/.well-known/jwks.json`)).json() },
      head: { name: 'head.json', document: body },
    });
    assert.deepEqual(
      [verdict.fault, verdict.head?.status, verdict.head?.signature],
      [null, 'contained', 'valid'],
    );
  });

  it('has a head of sequence 0 and 64 zeros before the first entry', async () => {
    const empty = await createTestStore(daybook);
    const { body } = await empty.call<SignedHead>('GET', '/payouts/ledger/head');
    assert.deepEqual([body.data.sequence, body.data.hash, body.data.runningBalance], [0, '0'.repeat(64), 0]);
    assert.deepEqual((await empty.call<Page>('GET', '/payouts/ledger')).body.data.items, []);
  });

  it('needs PAYOUTS_READ', async () => {
    const reader = await createTestStore(daybook, { permissions: ['REPORTS_READ', 'REPORTS_WRITE'] });
    for (const path of ['/payouts/ledger', '/payouts/ledger/head']) {
      const { status, body } = await reader.call('GET', path);
      assert.deepEqual([status, body.code], [403, 'FORBIDDEN']);
      assert.match(body.error, /PAYOUTS_READ/);
    }
  });
});
