import assert from 'node:assert/strict';
import { once } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import { describe, it } from 'node:test';
import { ACTIVITY_BATCH_MAX_BYTES } from '../../domain/limits.ts';
import { readActivityBody } from './read-activity-body.ts';

// clock: without the promises a body is waited for without end.
describe('the body of a batch', { timeout: 10_000 }, () => {
  it('is its lines and their places', async () => {
    assert.deepEqual(await readActivityBody(Readable.from([Buffer.from('\n{}\r\n{'), Buffer.from('}')])), {
      lines: ['{}\r', '{}'],
      lineNumbers: [2, 3],
    });
  });

  it('that breaks off is refused, though its lines so far are sound', async () => {
    async function* brokenOff() {
      yield Buffer.from('{}\n');
      throw new Error('aborted');
    }
    await assert.rejects(readActivityBody(Readable.from(brokenOff())), {
      code: 'INVALID_REQUEST',
      message: 'The body broke off before its end.',
    });
  });

  it('that is too large is heard to its end, so that the answer reaches its sender', async () => {
    const body = new PassThrough();
    const ended = once(body, 'end');
    body.write(Buffer.alloc(ACTIVITY_BATCH_MAX_BYTES + 1, '\n'));
    await assert.rejects(readActivityBody(body), { code: 'PAYLOAD_TOO_LARGE' });
    assert.equal(body.destroyed, false);
    body.end(Buffer.alloc(ACTIVITY_BATCH_MAX_BYTES, '\n'));
    await ended;
  });
});
