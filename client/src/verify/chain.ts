import { cellOutsideGrammar, grammarOf, hashRowInto } from './entry.ts';
import { FoundFault } from './found-fault.ts';
import { integerAt } from './grammar.ts';
import { AT, LEDGER_COLUMNS } from './ledger-columns.ts';
import { linkOf, type Link } from './link.ts';
import { createMessageHasher } from './message-hasher.ts';
import { Row } from './row.ts';
import type { FaultCode } from './verdict.ts';
import type { Witnesses } from './witnesses.ts';

/** What sequence 1 names as the hash before it, and the head of an empty ledger as its own. */
export const NO_HASH = '0'.repeat(64);

/**
 * Checks entries one after the other, across files: grammar, own hash, and how each follows the one before. Throws a
 * FoundFault at the first that does not.
 */
export class Chain {
  /** Entries checked so far. */
  count = 0;
  readonly #witnesses: Witnesses;
  readonly #hasher = createMessageHasher();
  readonly #hash = new Uint8Array(64);
  readonly #before = new Row();
  #sequence = 0;
  #balance = 0;

  constructor(witnesses: Witnesses) {
    this.#witnesses = witnesses;
  }

  next(row: Row, file: string): void {
    this.#checkGrammar(row, file);
    const sequence = integer(row, AT.sequence);
    const balance = integer(row, AT.running_balance);
    this.#checkStore(row, file);
    if (this.count > 0) this.#checkPlace(row, file, sequence);
    this.#checkHash(row, file);
    this.#checkLink(row, file, sequence);
    if (this.count > 0 || sequence === 1) this.#checkBalance(row, file, balance);
    if (this.count > 0 && isEarlier(row, this.#before)) {
      const message = 'the entry is older than the one before it';
      throw fault(row, file, 'BROKEN_TIME', AT.created_at, message, this.last().createdAt);
    }
    this.#checkWitness(row, file, sequence);
    this.#before.copy(row);
    this.#sequence = sequence;
    this.#balance = balance;
    this.count++;
  }

  /** The entry checked last; there must be one. */
  last(): Link {
    return linkOf(this.#before);
  }

  #checkGrammar(row: Row, file: string): void {
    const cell = cellOutsideGrammar(row);
    if (cell === -1) return;
    const { field, expected } = grammarOf(cell);
    throw fault(row, file, 'BAD_FIELD', cell, `${field} is not what may stand there`, expected);
  }

  #checkStore(row: Row, file: string): void {
    if (this.count > 0 && row.sameCell(AT.store_id, this.#before, AT.store_id)) return;
    const wanted = this.count > 0 ? this.#before.text(AT.store_id) : this.#witnesses.storeId;
    if (wanted === null || wanted === row.text(AT.store_id)) return;
    const than = this.count > 0 ? 'the one before it' : 'the manifest or head';
    const message = `the entry belongs to another store than ${than}`;
    throw fault(row, file, 'ANOTHER_STORE', AT.store_id, message, wanted);
  }

  /** One currency, no gap, no repetition. */
  #checkPlace(row: Row, file: string, sequence: number): void {
    const wanted = this.#sequence + 1;
    if (sequence !== wanted) {
      const message =
        sequence > wanted
          ? `entries are missing before this one`
          : 'an entry comes a second time or out of its order';
      throw fault(row, file, 'BROKEN_SEQUENCE', AT.sequence, message, String(wanted));
    }
    if (!row.sameCell(AT.currency, this.#before, AT.currency)) {
      const message = 'the entry is in another currency than the one before it';
      throw fault(row, file, 'ANOTHER_CURRENCY', AT.currency, message, this.#before.text(AT.currency));
    }
  }

  #checkHash(row: Row, file: string): void {
    const hash = this.#hash;
    hashRowInto(row, this.#hasher, hash);
    const from = row.start(AT.hash);
    for (let i = 0; i < hash.length; i++) {
      if (hash[i] === row.bytes[from + i]) continue;
      const message = 'the entry is not the one that was recorded: its fields do not give its hash';
      throw fault(row, file, 'WRONG_HASH', AT.hash, message, String.fromCharCode(...hash));
    }
  }

  #checkLink(row: Row, file: string, sequence: number): void {
    if (this.count > 0 && row.sameCell(AT.previous_hash, this.#before, AT.hash)) return;
    const expected = this.count > 0 ? this.#before.text(AT.hash) : this.#hashBeforeFirst(sequence);
    if (expected === undefined || expected === row.text(AT.previous_hash)) return;
    const message = 'the entry does not follow the one before it: previous_hash is not its hash';
    throw fault(row, file, 'BROKEN_LINK', AT.previous_hash, message, expected);
  }

  /** Of the entry before the first row; undefined when nobody has named it. */
  #hashBeforeFirst(sequence: number): string | undefined {
    return sequence === 1 ? NO_HASH : this.#witnesses.get(sequence - 1)?.hash;
  }

  #checkBalance(row: Row, file: string, balance: number): void {
    const wanted = this.#balance + integer(row, AT.amount);
    if (balance === wanted) return;
    const message = 'the running balance is not the one before plus the amount';
    throw fault(row, file, 'BROKEN_BALANCE', AT.running_balance, message, String(wanted));
  }

  #checkWitness(row: Row, file: string, sequence: number): void {
    const witness = this.#witnesses.get(sequence);
    if (witness === undefined || witness.hash === row.text(AT.hash)) return;
    const message = `the ledger was rewritten: ${witness.by} names another hash for this entry`;
    throw fault(row, file, 'REWRITTEN', AT.hash, message, witness.hash);
  }
}

function fault(
  row: Row,
  file: string,
  code: FaultCode,
  cell: number,
  message: string,
  expected: string,
): FoundFault {
  const sequence = integer(row, AT.sequence);
  return new FoundFault(code, message, {
    file,
    line: row.line,
    sequence: Number.isNaN(sequence) ? null : sequence,
    field: LEDGER_COLUMNS[cell] as string,
    expected,
    found: row.text(cell),
  });
}

function integer(row: Row, cell: number): number {
  return integerAt(row.bytes, row.start(cell), row.ends[cell]!);
}

/** Times are all written alike, so their bytes sort as they do. */
function isEarlier(row: Row, before: Row): boolean {
  const from = row.start(AT.created_at);
  const fromBefore = before.start(AT.created_at);
  for (let i = 0; i < row.ends[AT.created_at]! - from; i++) {
    const difference = row.bytes[from + i]! - before.bytes[fromBefore + i]!;
    if (difference !== 0) return difference < 0;
  }
  return false;
}
