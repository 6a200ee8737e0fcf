import type { Database } from '../../db/database.ts';
import { setStatementTimeout } from '../../db/statement-timeout.ts';
import { noteTokenUses } from '../../db/tokens.ts';
import { inStore } from '../../db/transaction.ts';
import { RECORDS_STATEMENT_MAX_MS, TOKEN_USE_EVERY_MS } from '../../domain/limits.ts';

type Use = { readonly storeId: string; readonly tokenId: string | null; readonly at: number };

const REMEMBERED_TOKENS_MAX = 10_000;

/** Brings `lastUsedAt` of tokens up to date, at most once in TOKEN_USE_EVERY_MS for each token. */
export function createTokenUses(database: Database): { note(uses: readonly Use[]): Promise<void> } {
  const noted = new Map<string, number>();

  function isDue(tokenId: string, at: number): boolean {
    const previous = noted.get(tokenId);
    return previous === undefined || at - previous >= TOKEN_USE_EVERY_MS;
  }

  return {
    async note(uses) {
      if (noted.size > REMEMBERED_TOKENS_MAX) noted.clear();
      const byStore = new Map<string, Map<string, number>>();
      for (const { storeId, tokenId, at } of uses) {
        if (tokenId === null || !isDue(tokenId, at)) continue;
        const ofStore = byStore.get(storeId) ?? new Map<string, number>();
        byStore.set(storeId, ofStore.set(tokenId, Math.max(at, ofStore.get(tokenId) ?? at)));
      }
      // Noted before it is written: a token whose row is locked is tried again a minute later, not with every batch.
      for (const [storeId, ofStore] of byStore) {
        const due = [...ofStore].map(([tokenId, at]) => ({ tokenId, at }));
        for (const { tokenId, at } of due) noted.set(tokenId, at);
        await inStore(database, storeId, async (transaction) => {
          await setStatementTimeout(transaction, RECORDS_STATEMENT_MAX_MS);
          await noteTokenUses(transaction, due, TOKEN_USE_EVERY_MS);
        });
      }
    },
  };
}
