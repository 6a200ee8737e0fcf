import { FoundFault } from './found-fault.ts';

interface Witness {
  readonly hash: string;
  /** Who says so, in words. */
  readonly by: string;
}

/** Hashes of entries as the operator's manifests and heads name them: a row of that sequence must have that hash. */
export class Witnesses {
  readonly #bySequence = new Map<number, Witness>();

  #store: { readonly id: string; readonly by: string } | null = null;

  /** The store whose ledger they speak of, once one has spoken. */
  get storeId(): string | null {
    return this.#store?.id ?? null;
  }

  /** All of them speak of one store; throws a FoundFault at the first that does not. */
  of(storeId: string, by: string): void {
    this.#store ??= { id: storeId, by };
    if (this.#store.id === storeId) return;
    throw new FoundFault('ANOTHER_STORE', `${by} belongs to another store than ${this.#store.by}`, {
      field: 'storeId',
      expected: this.#store.id,
      found: storeId,
    });
  }

  /** Throws a FoundFault when another hash was named before. */
  add(sequence: number, hash: string, by: string): void {
    const known = this.#bySequence.get(sequence);
    if (known === undefined) {
      this.#bySequence.set(sequence, { hash, by });
    } else if (known.hash !== hash) {
      const message = `${by} and ${known.by} name different hashes for entry ${sequence}: the ledger was rewritten between them`;
      throw new FoundFault('REWRITTEN', message, {
        sequence,
        field: 'hash',
        expected: known.hash,
        found: hash,
      });
    }
  }

  get(sequence: number): Witness | undefined {
    return this.#bySequence.get(sequence);
  }
}
