import { createHash } from 'node:crypto';

/** A ledger entry of a payment or a refund; an absent id is empty. */
export type PlainEntry = {
  storeId: string;
  sequence: number;
  entryId: string;
  type: string;
  amount: number;
  currency: string;
  runningBalance: number;
  orderId: string;
  paymentId: string;
  refundId: string;
  createdAt: string;
  note: string;
  previousHash: string;
};

/** The text that is hashed: `docs/verifying.md`. */
export function messageOf(entry: PlainEntry): string {
  return [
    ...['daybook.ledger.v1', entry.storeId, entry.sequence, entry.previousHash, entry.entryId, entry.type],
    ...[entry.amount, entry.currency, entry.runningBalance, entry.orderId, entry.paymentId, entry.refundId],
    ...['', '', '', entry.createdAt, entry.note],
  ].join('\n');
}

/** Lowercase hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
