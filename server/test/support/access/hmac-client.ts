import { createHash, createHmac, randomBytes } from 'node:crypto';

/** What a test may want otherwise about a signed request. Headers set to undefined are left out. */
export type Tampering = {
  method?: string;
  path?: string;
  body?: string;
  headers?: Record<string, string | undefined>;
};

/** Signs requests by the page of the contract, sharing no code with the server. */
export function hmacClient(
  daybook: { baseUrl: string },
  storeId: string,
  token: { id: string; secret: string },
) {
  const key = createHash('sha256').update(token.secret).digest('hex');
  const sign = (text: string) => createHmac('sha256', key).update(text).digest('hex');

  /** Signs one request and sends it, or what was made of it on the way. */
  async function send(
    version: 1 | 2,
    method: string,
    path: string,
    body: string,
    nowMs: number,
    tampering: Tampering = {},
    nonce = randomBytes(16).toString('base64url'),
  ): Promise<{ status: number; text: string; body: { code?: string; error?: string } }> {
    const whole = `/v2/core/stores/${storeId}${path}`;
    const timestamp = String(Math.floor(nowMs / 1_000));
    const bodyHash = createHash('sha256').update(body).digest('hex');
    const signed =
      version === 1
        ? { 'X-Signature': sign(body) }
        : {
            'X-Signature': sign(`v2\n${timestamp}\n${nonce}\n${method}\n${whole}\n${bodyHash}`),
            'X-Signature-Version': '2',
            'X-Signature-Timestamp': timestamp,
            'X-Signature-Nonce': nonce,
          };
    const headers = { Authorization: `Bearer ${token.id}`, ...signed, ...tampering.headers };
    const sent = tampering.body ?? body;
    const response = await fetch(
      daybook.baseUrl +
        (tampering.path === undefined ? whole : `/v2/core/stores/${storeId}${tampering.path}`),
      {
        method: tampering.method ?? method,
        headers: Object.entries(headers).filter(
          (header): header is [string, string] => header[1] !== undefined,
        ),
        ...(sent === '' ? {} : { body: sent }),
      },
    );
    const text = await response.text();
    return { status: response.status, text, body: JSON.parse(text) as { code?: string; error?: string } };
  }
  return { key, sign, send };
}
