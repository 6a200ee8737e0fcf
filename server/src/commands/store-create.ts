import { formatInstant } from '../domain/instant.ts';
import { createStore } from '../verbs/stores/create.ts';
import type { Command } from './command.ts';
import { required } from './required.ts';
import { UsageError } from './usage-error.ts';
import { withContext } from './with-context.ts';

/** `store create` */
export const storeCreateCommand: Command = {
  summary: 'Make a store',
  help: `daybook-server store create --title T --handle H --currency C --country CC --owner-email E

Makes a store and prints it as JSON. The owner's account is made when there is none with this address.
  --opening-balance=N      in the currency's smallest unit, may be negative; goes with
  --opening-balance-at T   the date-time it stood at`,
  options: {
    title: { type: 'string' },
    handle: { type: 'string' },
    currency: { type: 'string' },
    country: { type: 'string' },
    'owner-email': { type: 'string' },
    'opening-balance': { type: 'string' },
    'opening-balance-at': { type: 'string' },
  },
  async run({ values }, io) {
    const balance = values['opening-balance'];
    const balanceAt = values['opening-balance-at'];
    const input = {
      title: required(values, 'title'),
      handle: required(values, 'handle'),
      currency: required(values, 'currency'),
      country: required(values, 'country'),
      ownerEmail: required(values, 'owner-email'),
      ...(balance === undefined ? {} : { openingBalance: wholeNumber(String(balance)) }),
      ...(balanceAt === undefined ? {} : { openingBalanceAt: String(balanceAt) }),
    };
    const store = await withContext((context) => createStore(context, { kind: 'operator' }, input));
    io.stdout.write(`${JSON.stringify({ ...store, createdAt: formatInstant(store.createdAt) })}\n`);
    return 0;
  },
};

function wholeNumber(text: string): number {
  if (!/^-?\d{1,16}$/.test(text))
    throw new UsageError('--opening-balance must be a whole number, as in --opening-balance=-500');
  return Number(text);
}
