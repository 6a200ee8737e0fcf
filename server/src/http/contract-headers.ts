/** Names the contract in `X-Version`. */
const API_VERSION = '2026/11/22-v2';

/** Nothing of an answer may be framed, sniffed or run by a browser. A page sets a policy of its own. */
const HARDENING = {
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

/** Where the public address is https: browsers come back by nothing else, for a year. */
export const STRICT_TRANSPORT = ['Strict-Transport-Security', 'max-age=31536000'] as const;

/** What every answer carries. */
export function contractHeaders(requestId: string): Record<string, string> {
  return { 'X-Request-Id': requestId, 'X-Version': API_VERSION, 'Cache-Control': 'no-store', ...HARDENING };
}
