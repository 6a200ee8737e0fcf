/** What an audit can find, and how it says so. Closed: a machine may rely on the codes. */
export const AUDIT_FAULTS = {
  SEQUENCE_BROKEN: 'an entry is missing, repeated or out of its place: the sequence',
  OUTSIDE_GRAMMAR: 'a field of the entry cannot be hashed',
  HASH_WRONG: 'the entry was changed: its hash',
  PREVIOUS_HASH_WRONG: 'the chain is broken: the hash of the entry before',
  RUNNING_BALANCE_WRONG: 'the running balance',
  PREVIOUS_BALANCE_WRONG: 'the balance before the entry',
  CURRENCY_WRONG: "the currency, which is the store's",
  TIME_FALLS: 'the entry is earlier than the one before it: its time',
  OPENING_BALANCE_MISPLACED: 'an opening balance is the first entry and about nothing else',
  TIE_OUT_WRONG: 'the tie-out of the payout does not fit the entries of its window',
  TIE_OUT_UNBALANCED: 'the tie-out of the payout does not add up: the balance after it',
  HEAD_MISSING: 'the ledger has no head row: the head',
  TAIL_CUT: 'the newest entries were cut off: the newest sequence',
  HEAD_BEHIND: 'the head row is behind the newest entry: its sequence',
  HEAD_WRONG: 'the head row is not the newest entry',
  WINDOW_WRONG: 'the sums since the last payout in the head row do not fit the entries',
  ENTRY_MISSING: 'the entry that it must have booked',
  ENTRY_DOUBLED: 'it is booked more than once',
  ENTRY_NOT_IMPLIED: 'its state has not booked such an entry',
  ENTRY_OUT_OF_ORDER: 'its entries stand in another order than they happened in',
  ENTRY_WITHOUT_OBJECT: 'the entry is about a thing that is not recorded in this store',
  ENTRY_AMOUNT_WRONG: 'the amount of the entry is not what the object says',
  ENTRY_TIME_WRONG: 'the time of the entry is not what the object says',
  ENTRY_REFERENCE_WRONG: 'the entry names another thing than the object does',
  ENTRY_NOTE_WRONG: "the entry's note is not the object's",
  OBJECT_CURRENCY_WRONG: "the currency of something booked, which is the store's",
} as const satisfies Record<string, string>;
export type AuditFaultCode = keyof typeof AUDIT_FAULTS;

/** The first thing wrong with a store's books. `object` as in "payment pmt_1", null for one of the ledger itself. */
export type AuditFault = {
  code: AuditFaultCode;
  storeId: string;
  sequence: number | null;
  object: string | null;
  expected: string;
  found: string;
  /** All of it in one sentence. */
  message: string;
};

/** Where in a store's books something is wrong. */
export type FaultPlace = { storeId: string; sequence?: number | null; object?: string | null };

export function auditFault(
  code: AuditFaultCode,
  { storeId, sequence = null, object = null }: FaultPlace,
  { expected, found }: { expected: unknown; found: unknown },
): AuditFault {
  const place = [`Store ${storeId}`];
  if (sequence !== null) place.push(`sequence ${sequence}`);
  if (object !== null) place.push(object);
  const texts = { expected: String(expected), found: String(found) };
  const message = `${place.join(', ')}: ${AUDIT_FAULTS[code]}; expected ${texts.expected}, found ${texts.found}.`;
  return { code, storeId, sequence, object, ...texts, message };
}
