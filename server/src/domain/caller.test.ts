import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Caller, requireOperator, requirePermission, requireRole, requireStore } from './caller.ts';
import { ROLES } from './role.ts';

const token: Caller = { kind: 'token', storeId: 'shp_a', tokenId: 'stk_a', permissions: ['REPORTS_READ'] };
const owner: Caller = { kind: 'account', storeId: 'shp_a', accountId: 'acc_a', role: 'OWNER' };
const moderator: Caller = { ...owner, role: 'MODERATOR' };
const operator: Caller = { kind: 'operator' };

const hidden = { code: 'NOT_FOUND', message: 'There is no such store, or this credential cannot access it.' };
const forbidden = (message: string): object => ({ code: 'FORBIDDEN', message });

describe('what a caller may do', () => {
  it('ends at its own store: of another it learns not even that there is one', () => {
    for (const caller of [token, owner]) {
      requireStore(caller, 'shp_a');
      assert.throws(() => requireStore(caller, 'shp_b'), hidden);
      assert.throws(() => requirePermission(caller, 'shp_b', 'REPORTS_READ'), hidden);
      assert.throws(() => requireRole(caller, 'shp_b', 'VIEWER'), hidden);
    }
  });

  it('is everything in every store for the operator, and for nobody else', () => {
    requireStore(operator, 'shp_b');
    requirePermission(operator, 'shp_b', 'WEBHOOKS_WRITE');
    requireRole(operator, 'shp_b', 'OWNER');
    requireOperator(operator);
    for (const caller of [token, owner]) {
      assert.throws(() => requireOperator(caller), forbidden('Only the operator may do that.'));
    }
  });

  it('is for a token what it was given, and the refusal names what is missing', () => {
    requirePermission(token, 'shp_a', 'REPORTS_READ');
    const missing = forbidden('This token is missing the permission REPORTS_WRITE.');
    assert.throws(() => requirePermission(token, 'shp_a', 'REPORTS_WRITE'), missing);
    assert.throws(() => requireRole(token, 'shp_a', 'VIEWER'), forbidden('This is missing the role VIEWER.'));
  });

  it('is for a member what the role or a lower one may, and the refusal names the role that is missing', () => {
    requirePermission(moderator, 'shp_a', 'REPORTS_READ');
    requirePermission(moderator, 'shp_a', 'PAYOUTS_READ');
    requirePermission(moderator, 'shp_a', 'REPORTS_WRITE');
    for (const permission of ['WEBHOOKS_READ', 'WEBHOOKS_WRITE'] as const) {
      const missing = forbidden('This is missing the role DEVELOPER.');
      assert.throws(() => requirePermission(moderator, 'shp_a', permission), missing);
    }
    for (const role of ROLES) requireRole(owner, 'shp_a', role);
    const missing = forbidden('This is missing the owner of the store.');
    assert.throws(() => requireRole(moderator, 'shp_a', 'OWNER'), missing);
  });

  it('is for a viewer to read reports and payouts, and not to ask for any', () => {
    const viewer: Caller = { ...owner, role: 'VIEWER' };
    requirePermission(viewer, 'shp_a', 'REPORTS_READ');
    requirePermission(viewer, 'shp_a', 'PAYOUTS_READ');
    const missing = forbidden('This is missing the role MODERATOR.');
    assert.throws(() => requirePermission(viewer, 'shp_a', 'REPORTS_WRITE'), missing);
  });
});
