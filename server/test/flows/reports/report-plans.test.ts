import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { DAY_MS } from '../../../src/domain/limits.ts';
import { REPORT_DEFINITIONS, REPORT_TYPES, type ReportType } from '../../../src/domain/report-type.ts';
import { beginSnapshot } from '../../../src/source/begin-snapshot.ts';
import { selectStatement } from '../../../src/source/select-statement.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { fillTables, FIRST_DAY, STORES } from '../../support/rows/filled-tables.ts';

type PlanNode = { 'Node Type': string; 'Index Name'?: string; 'Index Cond'?: string; Plans?: PlanNode[] };

/** The index that each type reads its rows by. */
const INDEXES: Record<ReportType, string[]> = {
  PAYMENT_ACTIVITY: ['payments_by_time'],
  PAYOUT_RECONCILIATION: ['payouts_by_time'],
  BALANCE_LEDGER: ['ledger_entries_by_time'],
  REFUNDS_DISPUTES: ['disputes_by_time', 'refunds_by_time'],
};
/** Either index finds the one payment of a refund or dispute. */
const LOOKUPS: (string | undefined)[] = ['payments_pkey', 'payments_store_id_id_key'];

describe('among 60 000 rows of each table, stored in no order', () => {
  let database: TestDatabase;
  let app: pg.Client;
  before(async () => {
    database = await createTestDatabase();
    await fillTables(database.superUrl, 60_000);
    app = new pg.Client({ connectionString: database.appUrl });
    await app.connect();
  });
  after(async () => {
    await app.end();
    await database.close();
  });

  async function explain(type: ReportType, days: number): Promise<PlanNode[]> {
    const start = FIRST_DAY + 3 * DAY_MS;
    const period = { start, end: start + days * DAY_MS };
    await beginSnapshot(app, { storeId: STORES[1] as string, period });
    const { rows } = await app.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
      `explain (format json) ${selectStatement(REPORT_DEFINITIONS[type])}`,
    );
    await app.query('rollback');
    return nodesOf(rows[0]?.['QUERY PLAN'][0].Plan as PlanNode);
  }

  for (const type of REPORT_TYPES) {
    for (const days of [1, 30, 365]) {
      it(`${type} of ${days} days is read in its order from an index, without a sort`, async () => {
        const nodes = await explain(type, days);
        const described = JSON.stringify(nodes, undefined, 1);
        assert.deepEqual(nodes.filter((node) => /Sort|Seq|Bitmap|Hash/.test(node['Node Type'])), [], described); // prettier-ignore
        const scans = nodes.filter((node) => node['Node Type'].includes('Scan') && node['Index Name']);
        const readers = scans.filter((node) => !LOOKUPS.includes(node['Index Name']));
        assert.deepEqual(
          readers.map((node) => String(node['Index Name'])).toSorted(),
          INDEXES[type],
          described,
        );
        for (const reader of readers) {
          const condition = String(reader['Index Cond']);
          for (const bound of ['store_id = ', 'created_at >= ', 'created_at < '])
            assert.ok(condition.includes(bound), `${bound}: ${described}`);
        }
        for (const lookup of scans.filter((node) => LOOKUPS.includes(node['Index Name']))) {
          assert.match(String(lookup['Index Cond']), /\bid\)?(::text)? = /, described);
        }
      });
    }
  }
});

function nodesOf(plan: PlanNode): PlanNode[] {
  const { Plans = [], ...node } = plan;
  return [node, ...Plans.flatMap(nodesOf)];
}
