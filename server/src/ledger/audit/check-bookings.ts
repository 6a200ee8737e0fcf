import type { BesideObject, BookedObjects, BookedRow } from '../../db/booked-objects.ts';
import { formatInstant } from '../../domain/instant.ts';
import type { EntryDraft } from '../chain-entries.ts';
import { type AuditFault, type AuditFaultCode, auditFault } from './audit-fault.ts';
import type { AuditedKind } from './audited-kinds.ts';

/** Holds objects of one kind against their entries, and the other way round. */
export type BookingCheck<Kind extends keyof BookedObjects> = {
  /** Takes the next row; the fault if there is one. An object's rows follow each other. */
  take(row: BookedRow<Kind>): AuditFault | undefined;
  /** After the last row. */
  end(): AuditFault | undefined;
  /** How many objects there were. */
  objects(): number;
};

/** Something is not as it has to be, wherever that is. */
type Difference = { code: AuditFaultCode; expected: string; found: string };
/** An object whose entries are being read. `due`: those that it must still have, in order. */
type OpenObject = { id: string; booked: readonly EntryDraft[]; due: EntryDraft[] };

export function createBookingCheck<Kind extends keyof BookedObjects>(
  store: { id: string; currency: string },
  { kind, noteIsOfObject, entries: entriesOf }: AuditedKind<Kind>,
): BookingCheck<Kind> {
  let open: OpenObject | undefined;
  let objects = 0;

  const faultOf = (id: string | null, difference: Difference, sequence: number | null): AuditFault => {
    const object = id === null ? null : `${kind} ${id}`;
    return auditFault(difference.code, { storeId: store.id, sequence, object }, difference);
  };

  function begin(object: BookedObjects[Kind]): AuditFault | undefined {
    const missing = end();
    const booked = entriesOf(object);
    objects += 1;
    open = { id: object.id, booked, due: [...booked] };
    if (missing || !('currency' in object) || booked.length === 0 || object.currency === store.currency)
      return missing;
    const difference = { expected: store.currency, found: object.currency };
    return faultOf(object.id, { code: 'OBJECT_CURRENCY_WRONG', ...difference }, null);
  }

  function end(): AuditFault | undefined {
    const due = open?.due[0];
    if (!open || !due) return undefined;
    return faultOf(open.id, { code: 'ENTRY_MISSING', expected: inWords([due]), found: 'none' }, null);
  }

  return {
    end,
    objects: () => objects,
    take(row) {
      if (row.id === null) {
        const difference = { expected: `a ${kind} that is recorded`, found: 'none' };
        const code = 'ENTRY_WITHOUT_OBJECT';
        return end() ?? faultOf(row.objectId, { code, ...difference }, row.entrySequence);
      }
      const fault = open?.id === row.id ? undefined : begin(row);
      if (fault || row.entrySequence === null || !open) return fault;
      const difference = differenceOf(row, open, noteIsOfObject);
      return difference && faultOf(open.id, difference, row.entrySequence);
    },
  };
}

/** Where the entry is not the next that the object must have; takes that one off those that are due. */
function differenceOf(
  entry: BesideObject,
  { booked, due }: OpenObject,
  noteIsOfObject: boolean,
): Difference | undefined {
  const { entryType: type, entryAmount: amount } = entry;
  const isOfType = (draft: EntryDraft): boolean => draft.type === type;
  const texts = { expected: inWords(booked), found: `${type} of ${amount}` };
  if (!booked.some(isOfType)) return { code: 'ENTRY_NOT_IMPLIED', ...texts };
  if (!due.some(isOfType)) return { code: 'ENTRY_DOUBLED', ...texts, found: `one more ${texts.found}` };
  const draft = due.shift() as EntryDraft;
  if (!isOfType(draft)) return { code: 'ENTRY_OUT_OF_ORDER', ...texts };
  if (amount !== draft.amount + 0)
    return { code: 'ENTRY_AMOUNT_WRONG', expected: String(draft.amount), found: String(amount) };
  const at = Math.max(draft.eventAt, entry.entryEarliest ?? draft.eventAt);
  if (entry.entryCreatedAt !== at)
    return {
      code: 'ENTRY_TIME_WRONG',
      expected: formatInstant(at),
      found: formatInstant(entry.entryCreatedAt),
    };
  return referenceDifferenceOf(entry, draft) ?? (noteIsOfObject ? noteDifferenceOf(entry, draft) : undefined);
}

function referenceDifferenceOf(entry: BesideObject, draft: EntryDraft): Difference | undefined {
  const references = [
    ['order', entry.entryOrderId, draft.orderId],
    ['payment', entry.entryPaymentId, draft.paymentId],
    ['refund', entry.entryRefundId, draft.refundId],
    ['dispute', entry.entryDisputeId, draft.disputeId],
    ['payout', entry.entryPayoutId, draft.payoutId],
    ['adjustment', entry.entryAdjustmentId, draft.adjustmentId],
  ] as const;
  for (const [name, found, expected = null] of references) {
    if (found !== expected)
      return {
        code: 'ENTRY_REFERENCE_WRONG',
        expected: `${name} ${expected ?? 'none'}`,
        found: found ?? 'none',
      };
  }
  return undefined;
}

function noteDifferenceOf({ entryNote }: BesideObject, { note }: EntryDraft): Difference | undefined {
  if (entryNote === note) return undefined;
  return { code: 'ENTRY_NOTE_WRONG', expected: JSON.stringify(note), found: JSON.stringify(entryNote) };
}

function inWords(drafts: readonly EntryDraft[]): string {
  return drafts.map(({ type, amount }) => `${type} of ${amount}`).join(', then ') || 'no entry';
}
