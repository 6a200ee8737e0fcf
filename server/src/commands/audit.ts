import { auditBooks } from './run-audit.ts';
import type { Command } from './command.ts';
import { UsageError } from './usage-error.ts';
import { withContext } from './with-context.ts';

/** `audit` */
export const auditCommand: Command = {
  summary: 'Recompute every ledger and hold it against its objects',
  help: `daybook-server audit [--store ID] [--json]

Recomputes hashes, balances, heads and the tie-outs of payouts from the rows of the database, and holds every payment,
refund, dispute, payout and adjustment against its entries and the other way round. It only reads, each store as it is
at one instant, and names the first fault of each store. docs/auditing.md says what that proves and what it cannot.
  --store ID   only this store
  --json       one JSON object: stores, entries, objects, faults, milliseconds

Exit codes: 0 no fault, 1 a fault or no answer (then the reason is on stderr), 2 wrong usage, 130 stopped by Ctrl-C.`,
  options: { store: { type: 'string' }, json: { type: 'boolean' } },
  async run({ values, positionals }, { stdout, stderr, signal }) {
    if (positionals.length > 0) throw new UsageError(`"${positionals[0]}" is one word too many`);
    const storeId = values['store'];
    if (storeId === '') throw new UsageError('--store is empty');
    const options = { storeId: storeId as string | undefined, json: values['json'] === true };
    return withContext((context) => auditBooks({ context, ...options, stdout, stderr, signal }));
  },
};
