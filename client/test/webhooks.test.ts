import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, it } from 'node:test';
import { verifyWebhook } from '@daybook/client';

const KEY = Buffer.from('a key of twenty-four byte');
const SECRET = `whsec_${KEY.toString('base64')}`;
const NOW = Date.parse('2026-05-01T00:00:00Z');
const BODY =
  '{"event":"REPORT_SUCCEEDED","id":"evt_1","timestamp":"2026-05-01T00:00:00.000Z","data":{"report":{"id":"rpt_1"}}}';

/** Signs as the page of Standard Webhooks says. */
function signed(at = NOW, body = BODY, key = KEY): Record<string, string> {
  const timestamp = String(at / 1_000);
  const signature = createHmac('sha256', key).update(`evt_1.${timestamp}.${body}`).digest('base64');
  return { 'Webhook-Id': 'evt_1', 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}

const refused = { code: 'UNAUTHENTICATED', message: /not to be trusted/ };

describe('a webhook', () => {
  it('that is signed is read, from either kind of headers', async () => {
    const event = await verifyWebhook({ secret: SECRET, headers: signed(), body: BODY, now: NOW });
    assert.equal(event.data.report.id, 'rpt_1');
    await verifyWebhook({ secret: SECRET, headers: new Headers(signed()), body: BODY, now: NOW });
  });

  it('is taken when one of several signatures, or of several secrets, is right', async () => {
    const headers = signed();
    headers['webhook-signature'] =
      `v1a,xyz v1,${Buffer.alloc(32).toString('base64')} ${headers['webhook-signature']} v1,%%`;
    await verifyWebhook({ secret: SECRET, headers, body: BODY, now: NOW });
    const other = `whsec_${Buffer.from('another key').toString('base64')}`;
    await verifyWebhook({ secret: [other, SECRET], headers, body: BODY, now: NOW });
  });

  it('is refused when a byte, the secret, the id or the time is another, or there is no signature', async () => {
    const good = { secret: SECRET, headers: signed(), body: BODY, now: NOW };
    for (const change of [
      { body: BODY.replace('rpt_1', 'rpt_2') },
      { headers: signed(NOW, BODY, Buffer.from('another key')) },
      { headers: { ...signed(), 'Webhook-Id': 'evt_2' } },
      { headers: { ...signed(), 'webhook-timestamp': String(NOW / 1_000 + 1) } },
      { headers: { ...signed(), 'webhook-timestamp': '' } },
      { headers: {} },
    ]) {
      await assert.rejects(verifyWebhook({ ...good, ...change }), refused);
    }
  });

  it('is refused more than five minutes from now, on either side', async () => {
    for (const [seconds, taken] of [
      [-300, true],
      [300, true],
      [-301, false],
      [301, false],
    ] as const) {
      // prettier-ignore
      const run = verifyWebhook({ secret: SECRET, headers: signed(NOW + seconds * 1_000), body: BODY, now: NOW });
      if (taken) await run;
      else await assert.rejects(run, refused);
    }
  });

  it('with a secret that is none says what a secret looks like', async () => {
    const run = verifyWebhook({ secret: 'sk_live_x', headers: signed(), body: BODY, now: NOW });
    await assert.rejects(run, { code: 'WRONG_SETTING', message: /whsec_/ });
  });
});
