import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { compactVerify, createLocalJWKSet } from 'jose';
import {
  blobSource,
  type SignedManifest,
  type Verdict,
  verifyLedger,
} from '../../../../client/src/verify.ts';
import { REPORT_DEFINITIONS, REPORT_TYPES, type ReportType } from '../../../src/domain/report-type.ts';
import { cellsOfCsv, rowsByName } from '../../support/models/report-cells.ts';
import { createTestStore, startDaybook, type TestDaybook, type TestStore } from '../../support/daybook.ts';
import { type HistoryPlan, historyPlans, playHistory } from '../../support/models/legal-history.ts';
import { paymentLine } from '../../support/rows/payment-line.ts';
import { createTestClock } from '../../support/test-clock.ts';
import { askPostgres } from '../../support/ask-postgres.ts';

const DAY = 86_400_000;
const PAID_AT = '2026-01-05T10:00:00.000Z';
const STARTS = Date.parse('2025-12-30T00:00:00Z');
const WHOLE = { periodStart: '2025-12-01T00:00:00.000Z', periodEnd: '2026-02-28T00:00:00.000Z' };

type Period = typeof WHOLE;
type Proof = { verdict: Verdict; signed: SignedManifest; files: Record<string, Buffer> };

describe('the manifest of a report', () => {
  const clock = createTestClock();
  let daybook: TestDaybook;
  before(async () => {
    daybook = await startDaybook({ clock });
  });
  after(() => daybook.stop());

  let stores = 0;
  async function storeWith(plan: HistoryPlan): Promise<TestStore> {
    stores += 1;
    const store = await createTestStore(daybook, plan.store);
    for (const batch of playHistory(plan, `m${stores}`)) await store.record(batch);
    return store;
  }

  async function keySet() {
    const response = await fetch(`${daybook.baseUrl}/.well-known/jwks.json`);
    return (await response.json()) as { keys: { kid: string; x: string }[] };
  }

  /** Exports, fetches what is public about it, and lets the offline verifier judge. */
  async function prove(
    store: TestStore,
    period: Period,
    type: ReportType = 'BALANCE_LEDGER',
  ): Promise<Proof> {
    clock.advance(1_000);
    const { report, files } = await store.export({ type, ...period, formats: ['CSV', 'JSON'] });
    const { body } = await store.call<SignedManifest>('GET', `/reports/${report.id}/manifest`);
    const verdict = await verifyLedger({
      files: [source('report.csv', files['CSV'])],
      manifests: [{ name: 'manifest.json', document: body }],
      keys: { jwks: await keySet() },
    });
    const again = await verifyLedger({
      files: [source('report.json', files['JSON'])],
      manifests: [{ name: 'manifest.json', document: body }],
      keys: { jwks: await keySet() },
    });
    assert.deepEqual([again.fault, again.files[0]?.period], [verdict.fault, verdict.files[0]?.period]);
    return { verdict, signed: body.data, files };
  }

  it('lets the offline verifier prove every window of any legal history: closed, or complete as recorded', async () => {
    const seen = new Set<string>();
    for (const plan of fc.sample(historyPlans(), { seed: 4_711, numRuns: 4 })) {
      const store = await storeWith(plan);
      for (let window = 0; window < 6; window += 1) {
        const from = STARTS + (window - 1) * 3 * DAY;
        const period = { periodStart: iso(from), periodEnd: iso(from + 3 * DAY) };
        const { verdict, signed } = await prove(store, window === 5 ? WHOLE : period);
        assert.equal(verdict.fault, null, JSON.stringify(verdict.fault));
        assert.equal(verdict.manifests[0]?.signature, 'valid');
        const { after: next, before: previous } = signed.manifest.ledger ?? {};
        assert.equal(verdict.files[0]?.period, next ? 'closed' : 'complete as recorded');
        seen.add(`${signed.manifest.rowCount === 0 ? 'empty' : 'rows'} ${!!previous} ${!!next}`);
      }
    }
    // Nothing at all; first, middle and last windows; empty ones before, between and after the entries.
    for (const kind of [
      'empty false true',
      'empty true false',
      'rows false true',
      'rows true false',
      'rows false false',
    ]) {
      assert.ok(seen.has(kind), `${kind} is among ${[...seen].join(', ')}`);
    }
  });

  it('says that the ledger of a store without any entry is empty', async () => {
    const { verdict, signed } = await prove(await createTestStore(daybook), WHOLE);
    assert.equal(verdict.fault, null);
    assert.deepEqual(signed.manifest.ledger, {
      ...{ openingBalance: 0, closingBalance: 0, before: null, after: null },
      head: { sequence: 0, hash: '0'.repeat(64) },
    });
    assert.deepEqual(signed.manifest.totals, []);
  });

  it('has the totals of every amount column of every type, by currency, as its files add up', async () => {
    const [plan] = fc.sample(historyPlans(60), { seed: 99, numRuns: 1 }) as [HistoryPlan];
    const store = await storeWith({ ...plan, store: { currency: 'USD' } });
    const largest = { totalAmount: Number.MAX_SAFE_INTEGER, intendedAmount: Number.MAX_SAFE_INTEGER };
    const pending = { status: 'PENDING', ...largest, completedAt: null, settledAmount: null };
    await store.record([
      paymentLine('tot_1', PAID_AT, { ...pending, presentmentCurrency: 'JPY', presentmentAmount: 150 }),
      paymentLine('tot_2', PAID_AT, { ...pending, presentmentCurrency: 'EUR', presentmentAmount: 70 }),
      paymentLine('tot_3', PAID_AT, {
        ...pending,
        currency: 'EUR',
        presentmentCurrency: 'EUR',
        presentmentAmount: 7,
      }),
      paymentLine('tot_4', PAID_AT, pending),
    ]);
    for (const type of REPORT_TYPES) {
      const { verdict, signed, files } = await prove(store, WHOLE, type);
      assert.equal(verdict.fault, null, `${type}: ${JSON.stringify(verdict.fault)}`);
      const rows = rowsByName(cellsOfCsv(files['CSV'], REPORT_DEFINITIONS[type]), REPORT_DEFINITIONS[type]);
      assert.ok(rows.length > 0, type);
      assert.deepEqual(signed.manifest.totals, addUp(type, rows), type);
    }
  });

  it('is a JWS that any JOSE library can check, with the manifest as its payload', async () => {
    const store = await createTestStore(daybook);
    const { signed } = await prove(store, WHOLE, 'PAYMENT_ACTIVITY');
    const keys = await keySet();
    const { payload, protectedHeader } = await compactVerify(
      signed.jws,
      createLocalJWKSet(keys as unknown as Parameters<typeof createLocalJWKSet>[0]),
    );
    assert.deepEqual(JSON.parse(Buffer.from(payload).toString()), signed.manifest);
    assert.deepEqual(protectedHeader, {
      ...{ alg: 'EdDSA', typ: 'daybook-manifest+jws' },
      kid: keys.keys[0]?.kid,
    });
    assert.equal(signed.manifest.issuer, daybook.baseUrl);
    assert.equal('ledger' in signed.manifest, false);
  });

  it('is published in the transaction that publishes the files', async () => {
    const store = await createTestStore(daybook);
    await asSuperuser(`
      create function daybook.same_transaction() returns trigger language plpgsql as $$
      begin
        if (select xmin from daybook.reports where id = new.report_id) <> pg_current_xact_id()::xid then
          raise exception 'the report and its manifest are of two transactions';
        end if;
        return new;
      end $$;
      create trigger same_transaction before insert on daybook.report_manifests
        for each row execute function daybook.same_transaction()`);
    const { verdict } = await prove(store, WHOLE);
    assert.equal(verdict.fault, null);
    await asSuperuser(`drop trigger same_transaction on daybook.report_manifests`);
  });

  it('answers 409 before the report has succeeded, 403 without REPORTS_READ, 404 for another store', async () => {
    const idle = await startDaybook({ clock, working: false });
    try {
      const store = await createTestStore(idle);
      const { body } = await store.call<{ id: string }>('POST', '/reports', {
        type: 'BALANCE_LEDGER',
        ...WHOLE,
      });
      const early = await store.call('GET', `/reports/${body.data.id}/manifest`);
      assert.deepEqual([early.status, early.body.code], [409, 'REPORT_NOT_READY']);
      const writer = await createTestStore(idle, { permissions: ['REPORTS_WRITE'] });
      const forbidden = await writer.call('GET', `/reports/${body.data.id}/manifest`);
      assert.deepEqual([forbidden.status, forbidden.body.code], [403, 'FORBIDDEN']);
      const other = await createTestStore(idle);
      const unknown = await other.call('GET', `/reports/${body.data.id}/manifest`);
      assert.deepEqual([unknown.status, unknown.body.code], [404, 'NOT_FOUND']);
    } finally {
      await idle.stop();
    }
  });

  const asSuperuser = (sql: string) => askPostgres(daybook.database.superUrl, sql);
});

function iso(instant: number): string {
  return new Date(instant).toISOString();
}

function source(name: string, bytes: Buffer | undefined) {
  return blobSource(new Blob([bytes as Buffer<ArrayBuffer>]), name);
}

/** What the cells of a file add up to, by the names of the columns alone. */
function addUp(type: ReportType, rows: readonly Record<string, string>[]) {
  const names = REPORT_DEFINITIONS[type].columns.map(({ name }) => name);
  const amounts = names.filter((name) => /amount$|_impact$/.test(name));
  const sums = new Map<string, bigint>();
  for (const row of rows) {
    for (const name of amounts) {
      if (row[name] === '') continue;
      const currency = row[name.startsWith('presentment') ? 'presentment_currency' : 'currency'];
      const key = `${currency} ${String(names.indexOf(name)).padStart(3)} ${name}`;
      sums.set(key, (sums.get(key) ?? 0n) + BigInt(row[name] as string));
    }
  }
  return [...sums].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([key, sum]) => {
    const [currency, , column] = key.split(/ +/) as [string, string, string];
    return { currency, column, sum: String(sum) };
  }); // prettier-ignore
}
