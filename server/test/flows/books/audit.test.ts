import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { auditBooks } from '../../../src/commands/run-audit.ts';
import type { AuditFault } from '../../../src/ledger/audit/audit-fault.ts';
import { AUDIT_FAULTS } from '../../../src/ledger/audit/audit-fault.ts';
import type { StoreAudit } from '../../../src/ledger/audit/audit-store.ts';
import { runAudit } from '../../../src/verbs/audit/run.ts';
import { OPERATOR, openTestBooks, type TestBooks } from '../../support/rows/books.ts';
import { createLedgerModel } from '../../support/models/ledger-model.ts';
import { historyPlans, playHistory } from '../../support/models/legal-history.ts';
import {
  KNOWN_ENTRIES,
  knownLines,
  PLANTED_FAULTS,
  type Scene,
} from '../../support/faults/planted-faults.ts';
import { openTampering, rechained, type Tampering } from '../../support/faults/tampering.ts';
import { TEST_SEED } from '../../support/test-seed.ts';

/** What a store's history came to, by the plain model of the specification. */
type Known = { scene: Scene; entries: number; objects: number };

describe(`an audit (DAYBOOK_TEST_SEED=${TEST_SEED})`, () => {
  let books: TestBooks;
  let tampering: Tampering;
  const stores = new Map<string, Known>();

  /** A random legal history that ends with the known lines. */
  async function makeStore(name: string, prefix: string, seed: number): Promise<void> {
    const [plan] = fc.sample(historyPlans(30), { seed, numRuns: 1 });
    assert.ok(plan);
    const storeId = await books.createStore(plan.store);
    const model = createLedgerModel(plan.store);
    const known = knownLines(prefix, plan.store.currency);
    const batches = [...playHistory(plan, prefix), known] as Parameters<typeof model.take>[0][][];
    for (const batch of batches) {
      await books.record(storeId, batch);
      for (const line of batch) model.take(line);
    }
    const entries = model.entries.length;
    const kinds = [model.payments(), model.refundsAndDisputes(), model.payouts(), model.adjustments()];
    const objects = kinds.reduce((sum, { length }) => sum + length, 0);
    const at = (nth: number) => entries - KNOWN_ENTRIES + nth;
    stores.set(name, { scene: { tampering, storeId, prefix, at }, entries, objects });
  }

  async function auditOf(storeId: string): Promise<StoreAudit> {
    const audits: StoreAudit[] = [];
    for await (const audit of runAudit(books.context, OPERATOR, { storeId })) audits.push(audit);
    assert.equal(audits.length, 1);
    return audits[0] as StoreAudit;
  }

  function sceneOf(name: string): Scene {
    return (stores.get(name) as Known).scene;
  }

  async function run(storeId?: string): Promise<{ code: number; printed: string; faults: AuditFault[] }> {
    let printed = '';
    const stdout = { write: (text: string) => (printed += text) };
    const options = { context: books.context, storeId, json: true, stdout, stderr: stdout };
    const code = await auditBooks({ ...options, signal: new AbortController().signal });
    return { code, printed, ...(JSON.parse(printed) as { faults: AuditFault[] }) };
  }

  before(async () => {
    books = await openTestBooks();
    const names = [...PLANTED_FAULTS.map(({ name }) => name), 'healthy', 'borrowing', 'worded'];
    for (const [nth, name] of names.entries()) await makeStore(name, `t${nth}`, TEST_SEED + nth);
    // Only now: without constraints nothing can be recorded.
    tampering = await openTampering(books.database.superUrl);
    for (const { scene } of stores.values()) scene.tampering = tampering;
  });
  after(async () => {
    await tampering.close();
    await books.close();
  });

  it('finds no fault in any legal history, and counts every entry and object of it', async () => {
    for (const { scene, entries, objects } of stores.values()) {
      assert.deepEqual(await auditOf(scene.storeId), {
        storeId: scene.storeId,
        entries,
        objects,
        fault: null,
      });
    }
    assert.equal((await run()).code, 0);
  });

  for (const { name, plant, code, entry, object } of PLANTED_FAULTS) {
    it(`names ${name}: ${code}`, async () => {
      const scene = sceneOf(name);
      await plant(scene);
      const { fault } = await auditOf(scene.storeId);
      assert.equal(fault?.code, code, fault?.message);
      assert.equal(fault.storeId, scene.storeId);
      const place = { sequence: entry === undefined ? null : scene.at(entry), object: object === undefined ? null : `${object}_${scene.prefix}` }; // prettier-ignore
      assert.deepEqual({ sequence: fault.sequence, object: fault.object }, place, fault.message);
      assert.notEqual(fault.expected, fault.found);
      for (const part of [scene.storeId, fault.expected, fault.found]) {
        assert.ok(fault.message.includes(part), fault.message);
      }
    });
  }

  it('leaves notes of ours as they are, which another version may have worded otherwise', async () => {
    const { storeId } = sceneOf('worded');
    const entries = await tampering.entriesOf(storeId);
    const worded = entries.map((entry) => (entry.type === 'ADJUSTMENT' ? entry : { ...entry, note: 'worded otherwise' })); // prettier-ignore
    assert.ok(new Set(worded.map(({ type }) => type)).size > 5, 'entries of every kind');
    await tampering.replace(storeId, rechained(worded));
    await tampering.setHead(storeId);
    await tampering.setTieOuts(storeId);
    assert.equal((await auditOf(storeId)).fault, null);
  });

  it('has a planted fault for every code that it knows', () => {
    const planted = new Set(PLANTED_FAULTS.map(({ code }) => code));
    assert.deepEqual([...planted].toSorted(), Object.keys(AUDIT_FAULTS).toSorted());
  });

  it('names the first fault of each store, all of them, and exits with 1', async () => {
    const { code, faults } = await run();
    assert.equal(code, 1);
    assert.equal(faults.length, PLANTED_FAULTS.length);
    assert.equal(new Set(faults.map(({ storeId }) => storeId)).size, faults.length);
  });

  it('of one store sees nothing of another, be it wrong there or borrowed from there', async () => {
    const healthy = stores.get('healthy') as Known;
    const { storeId, at } = sceneOf('borrowing');
    assert.equal((await run(healthy.scene.storeId)).code, 0);
    const rows = await tampering.entriesOf(storeId);
    rows[at(1) - 1]!.payment_id = `pmt_a_${healthy.scene.prefix}`;
    await tampering.replace(storeId, rechained(rows));
    await tampering.setHead(storeId);
    await tampering.ask('delete from payments where store_id = $1 and id like $2', [storeId, 'pmt_a_%']);
    const { fault } = await auditOf(storeId);
    assert.equal(fault?.code, 'ENTRY_WITHOUT_OBJECT');
    assert.equal(fault.object, `payment pmt_a_${healthy.scene.prefix}`);
  });
});
