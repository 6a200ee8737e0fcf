import { randomBytes } from 'node:crypto';
import { openDatabase } from '../server/src/db/database.ts';
import { recordActivityBatch } from '../server/src/verbs/activity/record.ts';
import { createStore } from '../server/src/verbs/stores/create.ts';
import type { BenchDatabase } from './bench-database.ts';

const OPERATOR = { kind: 'operator' } as const;

/** Stores and their ledgers, without the rest of the product. */
export type Books = {
  /** Resolves to the id of a new store in US dollars, with nothing in it. */
  createStore(): Promise<string>;
  /** One batch of activity, as a platform sends it. */
  record(storeId: string, lines: readonly string[]): Promise<void>;
  close(): Promise<void>;
};

/** Opens the verbs that a store is made and fed with. */
export function openBooks(database: Pick<BenchDatabase, 'appUrl'>): Books {
  const context = {
    database: openDatabase({
      url: database.appUrl,
      maxConnections: 2,
      applicationName: 'daybook bench',
      onError: () => {},
    }),
    clock: Date.now,
  };
  return {
    async createStore() {
      const store = await createStore(context, OPERATOR, {
        title: 'Bench shop',
        handle: `bench-${randomBytes(8).toString('hex')}`,
        currency: 'USD',
        country: 'GB',
        ownerEmail: 'owner@example.com',
      });
      return store.id;
    },
    async record(storeId, lines) {
      await recordActivityBatch(context, OPERATOR, { storeId, lines });
    },
    close: context.database.close,
  };
}
