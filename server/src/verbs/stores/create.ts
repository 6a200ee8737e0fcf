import { ensureAccount } from '../../db/accounts.ts';
import { insertHead, lockHead } from '../../db/ledger-heads.ts';
import { insertMember } from '../../db/members.ts';
import { readNow } from '../../db/now.ts';
import { insertStore, type Store } from '../../db/stores.ts';
import { inStore, type StoreTransaction } from '../../db/transaction.ts';
import { type Caller, requireOperator } from '../../domain/caller.ts';
import { isCurrency } from '../../domain/currency.ts';
import { isEmailAddress } from '../../domain/email-address.ts';
import { DaybookError, type ErrorDetail } from '../../domain/errors.ts';
import { HANDLE } from '../../domain/handle.ts';
import { newId } from '../../domain/id.ts';
import { parseInstant } from '../../domain/instant.ts';
import { AMOUNT_MAX } from '../../domain/limits.ts';
import { isName, NAME_RULE } from '../../domain/name.ts';
import { appendEntries, EMPTY_HEAD } from '../../ledger/append.ts';
import { chainEntries, type EntryDraft } from '../../ledger/chain-entries.ts';
import type { VerbContext } from '../context.ts';

/** `openingBalance` in the currency's smallest unit, `openingBalanceAt` a date-time: both or neither. */
export type CreateStoreInput = {
  title: string;
  handle: string;
  currency: string;
  country: string;
  ownerEmail: string;
  openingBalance?: number | null;
  openingBalanceAt?: string | null;
};

/** A store just made, and the account that owns it. */
export type CreatedStore = Store & { owner: { accountId: string; email: string } };

type OpeningBalance = { amount: number; at: number };

/**
 * Makes a store, its owner's account where there is none, and its ledger, with an opening balance if one is given.
 * Throws INVALID_REQUEST with every bad field in its details, and HANDLE_TAKEN.
 */
export async function createStore(
  context: Pick<VerbContext, 'database' | 'clock'>,
  caller: Caller,
  input: CreateStoreInput,
): Promise<CreatedStore> {
  requireOperator(caller);
  const opening = readOpeningBalance(input);
  const createdAt = context.clock();
  const { title, handle, currency, country, ownerEmail } = input;
  const store = { id: newId('shp', createdAt), title, handle, currency, country, createdAt };
  try {
    return await inStore(context.database, store.id, async (transaction) => {
      const account = { id: newId('acc', createdAt), email: ownerEmail, createdAt };
      const { id: accountId } = await ensureAccount(transaction, account);
      await insertStore(transaction, store);
      await insertMember(transaction, { accountId, role: 'OWNER', createdAt });
      await startLedger(transaction, store, opening);
      return { ...store, owner: { accountId, email: ownerEmail } };
    });
  } catch (error) {
    if (isHandleTaken(error)) throw new DaybookError('HANDLE_TAKEN', undefined, { cause: error });
    throw error;
  }
}

async function startLedger(
  transaction: StoreTransaction,
  store: Store,
  opening: OpeningBalance | undefined,
): Promise<void> {
  await insertHead(transaction, EMPTY_HEAD);
  if (!opening) return;
  const now = await readNow(transaction);
  if (opening.at > now) throw invalid([{ path: 'openingBalanceAt', message: 'is in the future' }]);
  const head = (await lockHead(transaction)) ?? EMPTY_HEAD;
  const draft: EntryDraft = {
    type: 'OPENING_BALANCE',
    amount: opening.amount,
    eventAt: opening.at,
    note: 'Opening balance',
  };
  const ledger = { storeId: transaction.storeId, head, currency: store.currency };
  await appendEntries(transaction, chainEntries(ledger, [draft], now));
}

/** Checks the input and picks the opening balance out of it. */
function readOpeningBalance(input: CreateStoreInput): OpeningBalance | undefined {
  const details: ErrorDetail[] = [];
  const refuse = (path: keyof CreateStoreInput, message: string): void =>
    void details.push({ path, message });
  if (!isName(input.title)) refuse('title', `must have ${NAME_RULE}`);
  if (!HANDLE.test(input.handle))
    refuse('handle', 'must be 1 to 64 of a-z 0-9 and -, neither first nor last a -');
  if (!isCurrency(input.currency)) refuse('currency', 'must be an ISO 4217 code in capitals, such as USD');
  if (!/^[A-Z]{2}$/.test(input.country)) refuse('country', 'must be two capital letters, such as GB');
  if (!isEmailAddress(input.ownerEmail)) refuse('ownerEmail', 'must be a plain e-mail address');
  const amount = input.openingBalance ?? undefined;
  const at = input.openingBalanceAt ?? undefined;
  if ((amount === undefined) !== (at === undefined)) {
    refuse(amount === undefined ? 'openingBalance' : 'openingBalanceAt', 'is required: the two go together');
  }
  if (amount !== undefined && !Number.isSafeInteger(amount)) {
    refuse('openingBalance', `must be a whole number within ±${AMOUNT_MAX}`);
  }
  const parsed = at === undefined ? undefined : parseInstant(at);
  if (parsed && 'problem' in parsed) refuse('openingBalanceAt', parsed.problem);
  if (details.length > 0) throw invalid(details);
  return amount === undefined || !parsed || 'problem' in parsed ? undefined : { amount, at: parsed.instant };
}

function invalid(details: readonly ErrorDetail[]): DaybookError {
  const sentence = `The store is not valid: ${details.map(({ path, message }) => `${path} ${message}`).join('; ')}.`;
  return new DaybookError('INVALID_REQUEST', sentence, { details });
}

function isHandleTaken(error: unknown): boolean {
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  return code === '23505' && constraint === 'stores_handle_key';
}
