import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { messageOf, type PlainEntry, sha256 } from './plain-entry.ts';

const HEADER =
  'store_id,sequence,entry_id,type,amount,currency,running_balance,order_id,payment_id,refund_id,dispute_id,payout_id,adjustment_id,created_at,note,previous_hash,hash';
const START = Date.parse('2026-01-01T00:00:00Z');
const APART_MS = 1_000;
const ROWS_AT_ONCE = 1_000;

/** Writes a BALANCE_LEDGER file of payments, nine in ten, and refunds, as CSV. */
export async function writeLedgerFile(path: string, rows: number): Promise<void> {
  await pipeline(Readable.from(blocks(rows)), createWriteStream(path));
}

function* blocks(rows: number): Generator<string> {
  let balance = 0;
  let hash = '0'.repeat(64);
  let block = `\ufeff${HEADER}`;
  for (let sequence = 1; sequence <= rows; sequence += 1) {
    const entry = entryAt(sequence, balance, hash);
    balance = entry.runningBalance;
    hash = sha256(messageOf(entry));
    block += `\n${cellsOf(entry).join(',')},${entry.previousHash},${hash}`;
    if (sequence % ROWS_AT_ONCE === 0) {
      yield block;
      block = '';
    }
  }
  yield block;
}

/** The entry of that sequence in every ledger that the bench makes. */
export function entryAt(sequence: number, balance: number, previousHash: string): PlainEntry {
  const refund = sequence % 10 === 0;
  const id = String(sequence).padStart(24, '0');
  const amount = refund ? -1_250 : 2_615 + (sequence % 1_000);
  return {
    storeId: 'shp_000000000000000000000001',
    sequence,
    entryId: `ble_${id}`,
    type: refund ? 'REFUND_INSTANT' : 'PAYMENT_RECEIVED',
    amount,
    currency: 'USD',
    runningBalance: balance + amount,
    orderId: `ord_${id}`,
    paymentId: `pmt_${id}`,
    refundId: refund ? `rfd_${id}` : '',
    createdAt: new Date(START + sequence * APART_MS).toISOString(),
    note: refund ? 'Refund' : 'Payment received',
    previousHash,
  };
}

function cellsOf(entry: PlainEntry): (string | number)[] {
  return [
    ...[entry.storeId, entry.sequence, entry.entryId, entry.type, entry.amount, entry.currency],
    ...[entry.runningBalance, entry.orderId, entry.paymentId, entry.refundId, '', '', ''],
    ...[entry.createdAt, entry.note],
  ];
}
