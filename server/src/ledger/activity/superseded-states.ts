import { createHash } from 'node:crypto';
import {
  findSupersededStates,
  insertSupersededStates,
  type SupersededState,
} from '../../db/superseded-states.ts';
import type { StoreTransaction } from '../../db/transaction.ts';

const FINGERPRINT_HEX_DIGITS = 32;

/**
 * The states that things have left. A feed sent a second time begins with lines that its things have moved on from:
 * one that is word for word such a state is a repetition, anything else that goes back is refused.
 */
export type SupersededStates = {
  /** Reads what is known of these things. */
  load(transaction: StoreTransaction, object: string, ids: readonly string[]): Promise<void>;
  has(object: string, state: { id: string }): boolean;
  add(object: string, state: { id: string }): void;
  /** Writes down what was added. */
  save(transaction: StoreTransaction): Promise<void>;
};

export function createSupersededStates(): SupersededStates {
  const known = new Set<string>();
  const added: SupersededState[] = [];
  return {
    async load(transaction, object, ids) {
      for (const state of await findSupersededStates(transaction, object, ids)) known.add(keyOf(state));
    },
    has: (object, state) => known.has(keyOf(superseded(object, state))),
    add(object, state) {
      const left = superseded(object, state);
      if (known.has(keyOf(left))) return;
      known.add(keyOf(left));
      added.push(left);
    },
    async save(transaction) {
      if (added.length > 0) await insertSupersededStates(transaction, added);
    },
  };
}

function superseded(object: string, state: { id: string }): SupersededState {
  const canonical = JSON.stringify(
    Object.entries(state).toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
  const fingerprint = createHash('sha256').update(canonical).digest('hex').slice(0, FINGERPRINT_HEX_DIGITS);
  return { object, objectId: state.id, fingerprint };
}

function keyOf({ object, objectId, fingerprint }: SupersededState): string {
  return `${object} ${objectId} ${fingerprint}`;
}
