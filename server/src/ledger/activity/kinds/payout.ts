import { findBankAccountIds, insertBankAccounts } from '../../../db/bank-accounts.ts';
import {
  findPayouts,
  insertPayouts,
  type Payout,
  type PayoutTieOut,
  updatePayouts,
} from '../../../db/payouts.ts';
import type { StoreTransaction } from '../../../db/transaction.ts';
import { PAYOUT_TRANSITIONS, PAYOUT_UNDONE_STATUSES } from '../../../domain/payout-state.ts';
import { BOOKING_RULES } from '../../booking-rules.ts';
import type { ActivityKind, ActivityLine, Batch } from '../activity-kind.ts';
import { applyState } from '../apply-state.ts';
import { enterRecorded } from '../books.ts';
import { type ChangeRules, refuseChange, refuseStep } from '../refuse-change.ts';
import { registerIds } from '../register-ids.ts';
import { addedTo, refuseTaken, saveBook } from '../save-book.ts';
import { readPayout } from './payout-line.ts';

/** Payouts: each is booked when it is first seen, unless as REJECTED, and booked back when it is undone. */
export const PAYOUT: ActivityKind<Payout> = {
  object: 'payout',
  read: readPayout,
  load: loadPayouts,
  apply: applyPayout,
  save: savePayouts,
};

function changesOf(booked: ReadonlySet<string>): ChangeRules<Payout> {
  return {
    noun: 'payout',
    fixed: { currency: 'currency', bankAccountId: 'bankAccount.id', createdAt: 'createdAt' },
    booked(previous) {
      if (!booked.has(previous.id)) return [];
      return isUndone(previous) ? ['amount', 'feeAmount', 'resolvedAt'] : ['amount', 'feeAmount'];
    },
  };
}

async function loadPayouts(
  transaction: StoreTransaction,
  lines: readonly ActivityLine<Payout>[],
  { books: { payout: book } }: Batch,
): Promise<void> {
  const ids = new Set(lines.map(({ state }) => state.id));
  if (ids.size === 0) return;
  const found = await findPayouts(transaction, [...ids]);
  enterRecorded(
    book,
    found.map(({ payout }) => payout),
  );
  for (const { payout, isBooked } of found) if (isBooked) book.booked.add(payout.id);
}

function applyPayout(line: ActivityLine<Payout>, batch: Batch): boolean {
  const { payout: book } = batch.books;
  if (!book.current.has(line.state.id) && line.state.status !== 'REJECTED') book.booked.add(line.state.id);
  return applyState(line, batch, book, {
    judge(previous, next, refuse) {
      if (previous) {
        refuseStep('payout', PAYOUT_TRANSITIONS, previous.status, next.status, refuse);
        refuseChange(changesOf(book.booked), previous, next, refuse);
      } else if (next.currency !== batch.currency) {
        refuse('currency', `must be ${batch.currency}, the store's`);
      }
    },
    entries: (payout) => BOOKING_RULES.payout(payout, book.booked.has(payout.id)),
  });
}

function isUndone({ status }: Payout): boolean {
  return PAYOUT_UNDONE_STATUSES.has(status);
}

async function savePayouts(
  transaction: StoreTransaction,
  lines: readonly ActivityLine<Payout>[],
  batch: Batch,
  tieOuts: ReadonlyMap<string, PayoutTieOut>,
): Promise<void> {
  const book = batch.books.payout;
  const bankAccountIds = addedTo(book).map(({ bankAccountId }) => bankAccountId);
  const register = { find: findBankAccountIds, insert: insertBankAccounts };
  const taken = await registerIds(transaction, register, bankAccountIds);
  const isBlocked = ({ bankAccountId }: Payout): boolean =>
    bankAccountId !== null && taken.has(bankAccountId);
  refuseTaken(lines, batch, 'bankAccount.id', isBlocked);
  await saveBook(book, lines, batch, {
    isBlocked,
    insert: (payouts) => insertPayouts(transaction, payouts, tieOuts),
    update: (payouts) => updatePayouts(transaction, payouts),
  });
}
