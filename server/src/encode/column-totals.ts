import type { Column } from '../domain/column.ts';
import type { ColumnTotal } from '../domain/manifest.ts';
import type { RowBatch } from './row-reader.ts';

/** Adds up the amount columns, by currency, while the rows go by. */
export type ColumnTotals = {
  addRows(batch: RowBatch): void;
  /** One for each currency and column that had an amount: by currency, then in the order of the columns. */
  totals(): ColumnTotal[];
};

/** Sums of one currency, one place per amount column, as int64 halves: exact for 2^21 amounts, then carried. */
type Sums = {
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly present: Uint8Array;
  readonly carried: bigint[];
};

/** The amount columns whose currency is in the same column. */
type Group = {
  readonly currencyColumn: number;
  readonly amountColumns: readonly number[];
  readonly byCurrency: Map<string, Sums>;
};

const ROWS_BETWEEN_CARRIES = 2 ** 20;
const NO_CURRENCY = -1;

/** `columns` say which amounts add up, and where their currency is. */
export function columnTotals(columns: readonly Column[]): ColumnTotals {
  const groups = groupsOf(columns);
  let rows = 0;
  return {
    addRows(batch) {
      for (const group of groups) addToGroup(group, columns.length, batch);
      rows += batch.rowCount;
      if (rows < ROWS_BETWEEN_CARRIES) return;
      rows = 0;
      for (const { byCurrency } of groups) for (const sums of byCurrency.values()) carry(sums);
    },
    totals() {
      const lines = groups.flatMap(({ amountColumns, byCurrency }) =>
        [...byCurrency].flatMap(([currency, sums]) => {
          carry(sums);
          return amountColumns.flatMap((column, place) => {
            const name = columns[column]!.name;
            return sums.present[place] ? [{ currency, column: name, sum: String(sums.carried[place]) }] : [];
          });
        }),
      );
      const places = new Map(columns.map(({ name }, place) => [name, place]));
      return lines.toSorted(
        (one, other) =>
        one.currency === other.currency
          ? places.get(one.column)! - places.get(other.column)!
          : one.currency < other.currency ? -1 : 1, // prettier-ignore
      );
    },
  };
}

function groupsOf(columns: readonly Column[]): Group[] {
  const amounts = columns.flatMap(({ currency }, place) => (currency === undefined ? [] : [{ currency, place }])); // prettier-ignore
  return [...Map.groupBy(amounts, ({ currency }) => currency)].map(([currency, group]) => ({
    currencyColumn: columns.findIndex(({ name }) => name === currency),
    amountColumns: group.map(({ place }) => place),
    byCurrency: new Map(),
  }));
}

function addToGroup(
  { currencyColumn, amountColumns, byCurrency }: Group,
  columnCount: number,
  { bytes, view, cells, rowCount }: RowBatch,
): void {
  let known = NO_CURRENCY;
  let sums: Sums | undefined;
  for (let row = 0; row < rowCount; row++) {
    const firstCell = row * columnCount * 2;
    const from = cells[firstCell + currencyColumn * 2]!;
    const length = cells[firstCell + currencyColumn * 2 + 1]!;
    if (length < 0) continue;
    const code = length === 3 ? (bytes[from]! << 16) | (bytes[from + 1]! << 8) | bytes[from + 2]! : NO_CURRENCY; // prettier-ignore
    if (code !== known || sums === undefined || code === NO_CURRENCY) {
      sums = sumsOf(byCurrency, bytes.toString('utf8', from, from + length), amountColumns.length);
      known = code;
    }
    for (let place = 0; place < amountColumns.length; place++) {
      const cell = firstCell + amountColumns[place]! * 2;
      if (cells[cell + 1]! < 0) continue;
      const at = cells[cell]!;
      sums.high[place]! += view.getInt32(at);
      sums.low[place]! += view.getUint32(at + 4);
      sums.present[place] = 1;
    }
  }
}

function sumsOf(byCurrency: Map<string, Sums>, currency: string, places: number): Sums {
  let sums = byCurrency.get(currency);
  if (!sums) {
    sums = {
      high: new Float64Array(places),
      low: new Float64Array(places),
      present: new Uint8Array(places),
      carried: Array.from({ length: places }, () => 0n),
    };
    byCurrency.set(currency, sums);
  }
  return sums;
}

function carry(sums: Sums): void {
  for (let place = 0; place < sums.high.length; place++) {
    sums.carried[place]! += BigInt(sums.high[place]!) * 2n ** 32n + BigInt(sums.low[place]!);
    sums.high[place] = 0;
    sums.low[place] = 0;
  }
}
