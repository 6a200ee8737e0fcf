import type { PayoutTieOut } from '../../db/payouts.ts';
import type { StoreTransaction } from '../../db/transaction.ts';
import type { EntryDraft } from '../chain-entries.ts';
import type { Books } from './books.ts';
import type { JsonObject } from './json-object.ts';

/** Why a line is refused: its number in the input, the field at fault (null: the line as a whole), and plain words. */
export type Fault = { line: number; field: string | null; message: string };

/** Names a fault of the line being read. */
export type ReportFault = (field: string | null, message: string) => void;

/** A line that is sound in itself: the state that it says the object is in. */
export type ActivityLine<State> = { readonly number: number; readonly state: State };

/** What a batch is worked out in: nothing is written before its last line has been found good. */
export type Batch = {
  /** The store's settlement currency. */
  readonly currency: string;
  readonly books: Books;
  /** Entries to append, each with the number of the line that caused it. */
  readonly drafts: { line: number; draft: EntryDraft }[];
  readonly faults: Fault[];
};

/**
 * One kind of object in the activity feed; the steps run in the order in which they stand here. What a new kind takes is
 * in `ARCHITECTURE.md`, "Where to add".
 */
export type ActivityKind<State> = {
  /** The value of the line's `object`. */
  readonly object: keyof Books;
  /** Checks a line in itself; undefined when it reported a fault. `now`: no event is later. */
  read(value: JsonObject, now: number, report: ReportFault): State | undefined;
  /** The payment that such an object is, or is about. */
  paymentIdOf?(state: State): string;
  /** Reads what is recorded of the objects in these lines, in one statement, into the batch. */
  load(transaction: StoreTransaction, lines: readonly ActivityLine<State>[], batch: Batch): Promise<void>;
  /** Holds a line against what is known, books it, and says whether it changed anything. Faults go to the batch. */
  apply(line: ActivityLine<State>, batch: Batch): boolean;
  /** Writes what changed. Ids that another store has become faults. `tieOuts`: of the payouts booked, by id. */
  save(
    transaction: StoreTransaction,
    lines: readonly ActivityLine<State>[],
    batch: Batch,
    tieOuts: ReadonlyMap<string, PayoutTieOut>,
  ): Promise<unknown>;
};
