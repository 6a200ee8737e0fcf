import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DaybookError } from './errors.ts';

describe('an error of Daybook', () => {
  it('says the sentence of its code when nothing more exact is known', () => {
    const error = new DaybookError('NOT_FOUND');
    const { name, message, status, retryable, details } = error;
    assert.deepEqual(
      { name, message, status, retryable, details },
      {
        name: 'DaybookError',
        message: 'There is no such thing here.',
        status: 404,
        retryable: false,
        details: [],
      },
    );
    assert.equal('cause' in error, false);
  });

  it('carries what is more exact, where it lies, and keeps its cause to itself', () => {
    const cause = new Error('internal');
    const details = [{ path: 'line 17: amount', message: 'must be whole' }];
    const error = new DaybookError('IDEMPOTENCY_IN_FLIGHT', 'Wait.', { details, cause });
    assert.deepEqual(
      { message: error.message, retryable: error.retryable, details: error.details },
      { message: 'Wait.', retryable: true, details },
    );
    assert.equal(error.cause, cause);
  });
});
