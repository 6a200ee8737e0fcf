import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fastify } from 'fastify';
import { refuseOpenRoute } from './require-access.ts';

describe('a route of a store', () => {
  const register = (config: object) => () =>
    fastify()
      .addHook('onRoute', refuseOpenRoute)
      .get('/reports', { config }, () => ({}));

  it('cannot be registered without saying who may use it', () => {
    assert.throws(register({}), /GET \/reports names neither a permission nor a role/);
  });

  it('can with a permission, and with a role', () => {
    assert.doesNotThrow(register({ permission: 'REPORTS_READ' }));
    assert.doesNotThrow(register({ role: 'VIEWER' }));
  });
});
