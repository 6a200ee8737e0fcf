import { AT } from './ledger-columns.ts';
import type { Row } from './row.ts';

/** What of an entry its neighbours are held against. */
export interface Link {
  readonly storeId: string;
  readonly sequence: number;
  readonly amount: number;
  readonly currency: string;
  readonly runningBalance: number;
  readonly createdAt: string;
  readonly previousHash: string;
  readonly hash: string;
}

/** Of a row whose grammar was checked. */
export function linkOf(row: Row): Link {
  return {
    storeId: row.text(AT.store_id),
    sequence: Number(row.text(AT.sequence)),
    amount: Number(row.text(AT.amount)),
    currency: row.text(AT.currency),
    runningBalance: Number(row.text(AT.running_balance)),
    createdAt: row.text(AT.created_at),
    previousHash: row.text(AT.previous_hash),
    hash: row.text(AT.hash),
  };
}
