import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { type Database, openDatabase } from '../../../src/db/database.ts';
import type { RecordedActivity } from '../../../src/ledger/record-activity.ts';
import { recordActivityBatch } from '../../../src/verbs/activity/record.ts';
import { createStore, type CreateStoreInput } from '../../../src/verbs/stores/create.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';

export const OPERATOR = { kind: 'operator' } as const;

/** Stores and their ledgers on a database of their own, without the rest of the product. */
export type TestBooks = {
  readonly context: { database: Database; clock: () => number };
  readonly database: TestDatabase;
  createStore(input?: Partial<CreateStoreInput>): Promise<string>;
  record(storeId: string, lines: readonly object[]): Promise<RecordedActivity>;
  /** Asks as the superuser, whom no policy holds. */
  ask<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
};

/** `clock` is for what the verbs date; what the ledger compares with is the database's own time. */
export async function openTestBooks(clock: () => number = Date.now): Promise<TestBooks> {
  const database = await createTestDatabase();
  const errors: Error[] = [];
  const context = {
    database: openDatabase({
      url: database.appUrl,
      maxConnections: 10,
      applicationName: 'test',
      onError: (error) => errors.push(error),
    }),
    clock,
  };
  const superuser = new pg.Client({ connectionString: database.superUrl });
  await superuser.connect();
  return {
    context,
    database,
    async createStore(input = {}) {
      const handle = `test-${randomBytes(8).toString('hex')}`;
      const whole = {
        title: 'Shop',
        handle,
        currency: 'USD',
        country: 'GB',
        ownerEmail: 'owner@example.com',
        ...input,
      };
      return (await createStore(context, OPERATOR, whole)).id;
    },
    record: (storeId, lines) =>
      recordActivityBatch(context, OPERATOR, { storeId, lines: lines.map((line) => JSON.stringify(line)) }),
    async ask<Row extends pg.QueryResultRow>(text: string, values?: unknown[]) {
      const { rows } = await superuser.query<Row>(text, values);
      return rows;
    },
    async close() {
      await context.database.close();
      await superuser.end();
      await database.close();
      if (errors.length > 0) throw new AggregateError(errors, 'idle connections broke');
    },
  };
}
