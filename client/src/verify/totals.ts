import { FoundFault } from './found-fault.ts';
import { integerAt } from './grammar.ts';
import { CellKind, type Row } from './row.ts';

/** Sums of amount columns, by currency. Sums may pass 2^53. */
export class Totals {
  readonly #columns: readonly { name: string; cell: number; currencyCell: number }[];
  readonly #file: string;
  /** By column and currency: what is summed exactly so far, and the rest in a number. */
  readonly #sums = new Map<string, { carried: bigint; rest: number }>();

  /** Sums those of the `wanted` columns that the file has. */
  constructor(file: string, columns: readonly string[], wanted: ReadonlySet<string>) {
    this.#file = file;
    this.#columns = columns.flatMap((name, cell) => {
      const currencyCell = columns.indexOf(currencyColumnOf(name));
      return wanted.has(name) && currencyCell !== -1 ? [{ name, cell, currencyCell }] : [];
    });
  }

  /** Throws a FoundFault when an amount is no integer. */
  add(row: Row): void {
    for (const { name, cell, currencyCell } of this.#columns) {
      const from = row.start(cell);
      const to = row.ends[cell]!;
      if (from === to || row.kinds[cell] === CellKind.NULL) continue;
      const amount = integerAt(row.bytes, from, to);
      if (Number.isNaN(amount)) {
        throw new FoundFault('BAD_FIELD', `${name} is not an amount`, {
          ...{ file: this.#file, line: row.line, field: name },
          found: row.text(cell),
        });
      }
      this.#addTo(`${name}\n${row.text(currencyCell)}`, amount);
    }
  }

  /** Of a column in a currency; 0n when there is no amount. */
  sum(column: string, currency: string): bigint {
    const held = this.#sums.get(`${column}\n${currency}`);
    return held ? held.carried + BigInt(held.rest) : 0n;
  }

  /** All that are not 0. */
  lines(): { readonly column: string; readonly currency: string; readonly sum: bigint }[] {
    return [...this.#sums.keys()]
      .map((key) => key.split('\n') as [string, string])
      .map(([column, currency]) => ({ column, currency, sum: this.sum(column, currency) }))
      .filter(({ sum }) => sum !== 0n);
  }

  #addTo(key: string, amount: number): void {
    let held = this.#sums.get(key);
    if (!held) this.#sums.set(key, (held = { carried: 0n, rest: 0 }));
    if (!Number.isSafeInteger(held.rest + amount)) {
      held.carried += BigInt(held.rest);
      held.rest = 0;
    }
    held.rest += amount;
  }
}

/** Presentment amounts are in the currency the shopper saw, all others in the store's. */
function currencyColumnOf(column: string): string {
  return column.startsWith('presentment_') ? 'presentment_currency' : 'currency';
}
