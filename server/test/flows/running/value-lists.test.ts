import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DISPUTE_REASONS, DISPUTE_STATUSES } from '../../../src/domain/dispute-state.ts';
import { REPORT_ERROR_CODES } from '../../../src/domain/errors.ts';
import { FORMATS } from '../../../src/domain/format.ts';
import { LEDGER_ENTRY_TYPES } from '../../../src/domain/ledger-entry-type.ts';
import { PAYMENT_STATUSES } from '../../../src/domain/payment-state.ts';
import { PAYOUT_STATUSES } from '../../../src/domain/payout-state.ts';
import { PERMISSIONS } from '../../../src/domain/permission.ts';
import { REFUND_MODES, REFUND_REASONS, REFUND_STATUSES } from '../../../src/domain/refund-state.ts';
import { REPORT_STATUSES } from '../../../src/domain/report-state.ts';
import { ROLES } from '../../../src/domain/role.ts';
import { SIGNING_KEY_PURPOSES } from '../../../src/domain/signing-key-purpose.ts';
import { TOKEN_MODES } from '../../../src/domain/token-mode.ts';
import { askPostgres } from '../../support/ask-postgres.ts';
import { createTestDatabase } from '../../support/database.ts';

/** What the code says may stand in a column that the database holds to a list. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  'disputes.reason': DISPUTE_REASONS,
  'disputes.status': DISPUTE_STATUSES,
  'downloads.format': FORMATS,
  'ledger_entries.type': LEDGER_ENTRY_TYPES,
  'members.role': ROLES,
  'payments.status': PAYMENT_STATUSES,
  'payouts.status': PAYOUT_STATUSES,
  'refunds.mode': REFUND_MODES,
  'refunds.reason': REFUND_REASONS,
  'refunds.status': REFUND_STATUSES,
  'report_files.format': FORMATS,
  'reports.error_code': REPORT_ERROR_CODES,
  'reports.formats': FORMATS,
  'reports.status': REPORT_STATUSES,
  'signing_keys.purpose': SIGNING_KEY_PURPOSES,
  'tokens.mode': TOKEN_MODES,
  'tokens.permissions': PERMISSIONS,
};

describe('what a column may hold', () => {
  it('is the same list in the code and in the database, for every column that has one', async () => {
    const database = await createTestDatabase();
    try {
      const checks = await askPostgres<{ column: string; definition: string }>(
        database.superUrl,
        `select relname || '.' || attname as "column", pg_get_constraintdef(pg_constraint.oid) as definition
         from pg_constraint
         join pg_class on pg_class.oid = conrelid
         join pg_attribute on attrelid = conrelid and conkey = array[attnum]
         where contype = 'c' and connamespace = 'daybook'::regnamespace`,
      );
      const found = checks
        .filter(({ definition }) => definition.includes("ARRAY['"))
        .map(({ column, definition }) => [column, new Set([...definition.matchAll(/'(\w+)'/g)].map(([, value]) => value))] as const); // prettier-ignore
      const expected = Object.entries(VALUES).map(([column, values]) => [column, new Set(values)]);
      assert.deepEqual(Object.fromEntries(found), Object.fromEntries(expected));
    } finally {
      await database.close();
    }
  });
});
