import type { AuditFaultCode } from '../../../src/ledger/audit/audit-fault.ts';
import { adjustmentLine, disputeLine, LINE_DAY, payoutLine, refundLine } from '../rows/activity-lines.ts';
import { paymentLine } from '../rows/payment-line.ts';
import { type EntryRow, rechained, rehashed, type Tampering } from './tampering.ts';

/** The end of a store's history whose things and places the faults below name, all of one instant. */
export function knownLines(prefix: string, currency: string): object[] {
  const id = (name: string): string => `${name}_${prefix}`;
  const line = (name: string, fields: object = {}) =>
    paymentLine(id(name), LINE_DAY, { currency, ...fields });
  const pending = { status: 'PENDING', completedAt: undefined, settledAmount: undefined };
  const undone = { resolvedAt: LINE_DAY, currency };
  return [
    line('pmt_a'), // entry 1
    line('pmt_b'), // 2
    line('pmt_c', pending),
    refundLine(id('rfd_a'), id('pmt_a')), // 3
    refundLine(id('rfd_b'), id('pmt_b'), { mode: 'ASYNC', amount: 200 }), // 4
    refundLine(id('rfd_c'), id('pmt_b'), { status: 'PROCESSING', resolvedAt: undefined }),
    disputeLine(id('dsp_a'), id('pmt_b'), { status: 'WON', resolvedAt: LINE_DAY }), // 5, 6
    payoutLine(id('pto_a'), { status: 'RETURNED', ...undone }), // 7, 8
    adjustmentLine(id('adj_a')), // 9
    disputeLine(id('dsp_b'), id('pmt_a'), { status: 'PREVENTED' }), // 10
    payoutLine(id('pto_b'), { status: 'REJECTED', ...undone }),
    payoutLine(id('pto_c'), { currency }), // 11
    adjustmentLine(id('adj_b')), // 12
  ];
}

/** How many entries the known lines book. */
export const KNOWN_ENTRIES = 12;

/** A store that has been tampered with: `at` gives the place of the nth known entry. */
export type Scene = { tampering: Tampering; storeId: string; prefix: string; at(nth: number): number };

export type PlantedFault = {
  name: string;
  plant(scene: Scene): Promise<unknown>;
  code: AuditFaultCode;
  /** The nth known entry, or one after the last. */
  entry?: number;
  /** Of which known thing. */
  object?: string;
};

type Edit = (entries: EntryRow[], at: (nth: number) => EntryRow, scene: Scene) => EntryRow[] | void;

/** Changes the entries and nothing else. */
const entries =
  (edit: Edit, finish = (rows: EntryRow[]) => rows) =>
  async (scene: Scene): Promise<void> => {
    const { tampering, storeId, at } = scene;
    const rows = await tampering.entriesOf(storeId);
    const edited = edit(rows, (nth) => rows[at(nth) - 1] as EntryRow, scene) ?? rows;
    await tampering.replace(storeId, finish(edited));
  };
/** Changes the entries, chains them again, and makes head and tie-outs fit: nothing is left that does not add up. */
const forged =
  (edit: Edit) =>
  async (scene: Scene): Promise<void> => {
    await entries(edit, rechained)(scene);
    await scene.tampering.setHead(scene.storeId);
    await scene.tampering.setTieOuts(scene.storeId);
  };
/** Runs a statement of which `$1` is the store and `$2` the id of a known thing. */
const statement =
  (text: string, name: string) =>
  ({ tampering, storeId, prefix }: Scene): Promise<unknown> =>
    tampering.ask(text, [storeId, `${name}_${prefix}`]);
const of = (table: string, change: string, name: string) =>
  statement(`update ${table} set ${change} where store_id = $1 and id = $2`, name);
const head = (change: string) => ({ tampering, storeId }: Scene): Promise<unknown> =>
  tampering.ask(`update ledger_heads set ${change} where store_id = $1`, [storeId]); // prettier-ignore

const LATER = "timestamptz '2026-04-02'";
const newId = (row: EntryRow): string => row.entry_id.slice(0, -1) + (row.entry_id.endsWith('0') ? '1' : '0');

/** Every way to falsify a store's books that an audit can see. */
export const PLANTED_FAULTS: readonly PlantedFault[] = [
  // One entry, or the chain, without care.
  { name: 'the amount of an entry changed', plant: entries((_, at) => void (at(1).amount += 1)), code: 'HASH_WRONG', entry: 1 },
  { name: 'its note changed', plant: entries((_, at) => void (at(2).note = 'Payment')), code: 'HASH_WRONG', entry: 2 },
  { name: 'its time changed', plant: entries((_, at) => void (at(12).created_at = '2026-04-03T00:00:00.000Z')), code: 'HASH_WRONG', entry: 12 },
  { name: 'its type changed', plant: entries((_, at) => void (at(3).type = 'REFUND_EXTERNAL')), code: 'HASH_WRONG', entry: 3 },
  { name: 'its order taken away', plant: entries((_, at) => void (at(1).order_id = null)), code: 'HASH_WRONG', entry: 1 },
  { name: 'its hash changed', plant: entries((_, at) => void (at(4).hash = `\\x${'ab'.repeat(32)}`)), code: 'HASH_WRONG', entry: 4 },
  { name: 'an entry changed and hashed again, the next ones not', plant: entries((rows, at) => rows.map((row) => (row === at(2) ? rehashed({ ...row, note: 'x' }) : row))), code: 'PREVIOUS_HASH_WRONG', entry: 3 },
  { name: 'a running balance changed and hashed again', plant: entries((rows, at) => rows.map((row) => (row === at(12) ? rehashed({ ...row, running_balance: row.running_balance + 1 }) : row))), code: 'RUNNING_BALANCE_WRONG', entry: 12 },
  { name: 'the balance before an entry changed, which no hash covers', plant: entries((_, at) => void (at(5).previous_balance -= 1)), code: 'PREVIOUS_BALANCE_WRONG', entry: 5 },
  { name: 'an entry deleted', plant: entries((rows, at) => rows.filter((row) => row !== at(4))), code: 'SEQUENCE_BROKEN', entry: 5 },
  { name: 'an entry stored twice', plant: entries((rows, at) => [...rows, at(6)]), code: 'SEQUENCE_BROKEN', entry: 6 },
  // The whole chain from there on, hashed again.
  { name: 'an entry of another currency in a forged chain', plant: forged((_, at) => void (at(3).currency = 'XTS')), code: 'CURRENCY_WRONG', entry: 3 },
  { name: 'a time that falls in a forged chain', plant: forged((_, at) => void (at(3).created_at = '2025-01-01T00:00:00.000Z')), code: 'TIME_FALLS', entry: 3 },
  { name: 'a second opening balance in a forged chain', plant: forged((_, at) => void (at(9).type = 'OPENING_BALANCE')), code: 'OPENING_BALANCE_MISPLACED', entry: 9 },
  { name: 'a note that a spreadsheet would run in a forged chain', plant: forged((_, at) => void (at(9).note = '=1+1')), code: 'OUTSIDE_GRAMMAR', entry: 9 },
  { name: "another note of the platform's in a forged chain", plant: forged((_, at) => void (at(9).note = 'Goodwill')), code: 'ENTRY_NOTE_WRONG', entry: 9, object: 'adjustment adj_a' },
  { name: 'an amount in a forged chain', plant: forged((_, at) => void (at(1).amount -= 30)), code: 'ENTRY_AMOUNT_WRONG', entry: 1, object: 'payment pmt_a' },
  { name: 'times in a forged chain', plant: forged((rows, at) => rows.map((row) => (row.sequence < at(12).sequence ? row : { ...row, created_at: '2026-04-03T00:00:00.000Z' }))), code: 'ENTRY_TIME_WRONG', entry: 12, object: 'adjustment adj_b' },
  { name: 'an order in a forged chain', plant: forged((_, at) => void (at(3).order_id = 'ord_x')), code: 'ENTRY_REFERENCE_WRONG', entry: 3, object: 'refund rfd_a' },
  { name: "a payment's entry taken out of a forged chain", plant: forged((rows, at) => rows.filter((row) => row !== at(2))), code: 'ENTRY_MISSING', object: 'payment pmt_b' },
  { name: "a refund's entry taken out of a forged chain", plant: forged((rows, at) => rows.filter((row) => row !== at(4))), code: 'ENTRY_MISSING', object: 'refund rfd_b' },
  { name: "a dispute's winning taken out of a forged chain", plant: forged((rows, at) => rows.filter((row) => row !== at(6))), code: 'ENTRY_MISSING', object: 'dispute dsp_a' },
  { name: 'a prevented dispute taken out of a forged chain', plant: forged((rows, at) => rows.filter((row) => row !== at(10))), code: 'ENTRY_MISSING', object: 'dispute dsp_b' },
  { name: 'the return of a payout taken out of a forged chain', plant: forged((rows, at) => rows.filter((row) => row !== at(8))), code: 'ENTRY_MISSING', object: 'payout pto_a' },
  { name: 'an adjustment taken out of a forged chain', plant: forged((rows, at) => rows.filter((row) => row !== at(9))), code: 'ENTRY_MISSING', object: 'adjustment adj_a' },
  { name: 'an entry taken out of a chain whose tie-outs were forgotten', plant: async (scene) => { await entries((rows, at) => rows.filter((row) => row !== at(2)), rechained)(scene); await scene.tampering.setHead(scene.storeId); }, code: 'TIE_OUT_WRONG', entry: 6, object: 'payout pto_a' },
  { name: "a payment's entry doubled in a forged chain", plant: forged((rows, at) => [...rows, { ...at(1), entry_id: newId(at(1)) }]), code: 'ENTRY_DOUBLED', entry: 13, object: 'payment pmt_a' },
  { name: "a refund's entry moved to another refund in a forged chain", plant: forged((_, at, { prefix }) => void (at(3).refund_id = `rfd_b_${prefix}`)), code: 'ENTRY_MISSING', object: 'refund rfd_a' },
  { name: 'the entry of a refund that is not completed in a forged chain', plant: forged((_, at, { prefix }) => void (at(4).refund_id = `rfd_c_${prefix}`)), code: 'ENTRY_MISSING', object: 'refund rfd_b' },
  { name: 'an entry inserted into a forged chain', plant: forged((rows, at, { prefix }) => rows.toSpliced(at(2).sequence - 1, 0, { ...at(1), entry_id: newId(at(1)), payment_id: `pmt_z_${prefix}` })), code: 'ENTRY_WITHOUT_OBJECT', entry: 2, object: 'payment pmt_z' },
  { name: 'an entry that names no payment in a forged chain', plant: forged((rows, at) => rows.toSpliced(at(2).sequence - 1, 0, { ...at(1), entry_id: newId(at(1)), payment_id: null })), code: 'ENTRY_WITHOUT_OBJECT', entry: 2 },
  { name: 'the entries of a dispute swapped in a forged chain', plant: forged((rows, at) => rows.map((row) => (row === at(5) ? at(6) : row === at(6) ? at(5) : row))), code: 'ENTRY_OUT_OF_ORDER', entry: 5, object: 'dispute dsp_a' },
  // The end of the chain, and the head row.
  { name: 'the tail cut', plant: entries((rows) => rows.slice(0, -2)), code: 'TAIL_CUT', entry: 12 },
  { name: 'the tail cut and the head row set back', plant: async (scene) => { await entries((rows) => rows.slice(0, -2))(scene); await scene.tampering.setHead(scene.storeId); }, code: 'ENTRY_MISSING', object: 'payout pto_c' },
  { name: 'the head row set back alone', plant: head('sequence = sequence - 1'), code: 'HEAD_BEHIND', entry: 11 },
  { name: "the head row's hash changed", plant: head(`hash = decode(repeat('ab', 32), 'hex')`), code: 'HEAD_WRONG', entry: 12 },
  { name: "the head row's balance changed", plant: head('running_balance = running_balance + 1'), code: 'HEAD_WRONG', entry: 12 },
  { name: "the head row's time changed", plant: head(`created_at = ${LATER}`), code: 'HEAD_WRONG', entry: 12 },
  { name: 'the head row deleted', plant: ({ tampering, storeId }) => tampering.ask('delete from ledger_heads where store_id = $1', [storeId]), code: 'HEAD_MISSING' },
  ...['first_sequence', 'balance_before', 'payments', 'refunds', 'disputes', 'adjustments'].map((column): PlantedFault => ({ name: `window_${column} in the head row changed`, plant: head(`window_${column} = window_${column} + 1`), code: 'WINDOW_WRONG', entry: 12 })),
  // The objects.
  { name: 'what a payment settles changed', plant: of('payments', 'settled_amount = 931', 'pmt_a'), code: 'ENTRY_AMOUNT_WRONG', entry: 1, object: 'payment pmt_a' },
  { name: 'when a payment was completed changed', plant: of('payments', `completed_at = ${LATER}`, 'pmt_a'), code: 'ENTRY_TIME_WRONG', entry: 1, object: 'payment pmt_a' },
  { name: 'the order of a payment changed', plant: of('payments', `order_id = 'ord_x'`, 'pmt_b'), code: 'ENTRY_REFERENCE_WRONG', entry: 2, object: 'payment pmt_b' },
  { name: 'the currency of a payment changed', plant: of('payments', `currency = 'XTS'`, 'pmt_b'), code: 'OBJECT_CURRENCY_WRONG', object: 'payment pmt_b' },
  { name: 'a payment completed that was not', plant: of('payments', `status = 'COMPLETED', settled_amount = 5, completed_at = created_at`, 'pmt_c'), code: 'ENTRY_MISSING', object: 'payment pmt_c' },
  { name: 'a payment that is completed no more', plant: of('payments', `status = 'PENDING'`, 'pmt_b'), code: 'ENTRY_NOT_IMPLIED', entry: 2, object: 'payment pmt_b' },
  { name: 'a payment deleted', plant: statement('delete from payments where store_id = $1 and id = $2', 'pmt_b'), code: 'ENTRY_WITHOUT_OBJECT', entry: 2, object: 'payment pmt_b' },
  { name: 'a payment given to another store', plant: statement(`update payments set store_id = 'shp_other' where store_id = $1 and id = $2`, 'pmt_b'), code: 'ENTRY_WITHOUT_OBJECT', entry: 2, object: 'payment pmt_b' },
  { name: 'the amount of a refund changed', plant: of('refunds', 'amount = 99', 'rfd_a'), code: 'ENTRY_AMOUNT_WRONG', entry: 3, object: 'refund rfd_a' },
  { name: 'the mode of a refund changed', plant: of('refunds', `mode = 'INSTANT'`, 'rfd_b'), code: 'ENTRY_NOT_IMPLIED', entry: 4, object: 'refund rfd_b' },
  { name: 'the payment of a refund changed', plant: statement(`update refunds set payment_id = replace($2, 'rfd_a', 'pmt_b') where store_id = $1 and id = $2`, 'rfd_a'), code: 'ENTRY_REFERENCE_WRONG', entry: 3, object: 'refund rfd_a' },
  { name: 'the fee of a dispute changed', plant: of('disputes', 'fee_amount = 16', 'dsp_a'), code: 'ENTRY_AMOUNT_WRONG', entry: 5, object: 'dispute dsp_a' },
  { name: 'a dispute that was won now lost', plant: of('disputes', `status = 'LOST'`, 'dsp_a'), code: 'ENTRY_NOT_IMPLIED', entry: 6, object: 'dispute dsp_a' },
  { name: 'the amount of a payout changed', plant: of('payouts', 'amount = 499', 'pto_c'), code: 'TIE_OUT_UNBALANCED', entry: 11, object: 'payout pto_c' },
  { name: 'a payout that was returned now completed', plant: of('payouts', `status = 'COMPLETED'`, 'pto_a'), code: 'ENTRY_NOT_IMPLIED', entry: 8, object: 'payout pto_a' },
  { name: 'a payout that never left given a tie-out', plant: of('payouts', 'balance_after = 0', 'pto_b'), code: 'ENTRY_MISSING', object: 'payout pto_b' },
  { name: 'the amount of an adjustment changed', plant: of('adjustments', 'amount = 40', 'adj_a'), code: 'ENTRY_AMOUNT_WRONG', entry: 9, object: 'adjustment adj_a' },
  ...['first_ledger_sequence', 'last_ledger_sequence', 'payments_amount', 'refunds_amount', 'disputes_amount', 'adjustments_amount', 'balance_before', 'balance_after'].map((column): PlantedFault => ({ name: `${column} of a payout changed`, plant: of('payouts', `${column} = ${column} + 1`, 'pto_c'), code: 'TIE_OUT_WRONG', entry: 11, object: 'payout pto_c' })),
  { name: 'the tie-out of a payout taken away', plant: of('payouts', 'first_ledger_sequence = null, last_ledger_sequence = null, payments_amount = null, refunds_amount = null, disputes_amount = null, adjustments_amount = null, balance_before = null, balance_after = null', 'pto_c'), code: 'TIE_OUT_WRONG', entry: 11, object: 'payout pto_c' },
]; // prettier-ignore
