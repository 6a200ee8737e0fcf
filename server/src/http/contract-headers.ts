/** Names the contract in `X-Version`. */
const API_VERSION = '2026/11/22-v2';

/** What every answer carries. */
export function contractHeaders(requestId: string): Record<string, string> {
  return { 'X-Request-Id': requestId, 'X-Version': API_VERSION, 'Cache-Control': 'no-store' };
}
