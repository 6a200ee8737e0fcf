import type { ApiClient } from './api-client.ts';

/** Sends a batch of activity until it is accepted. Rejects where it is refused, or once the signal fires. */
export async function sendActivity(
  to: { storeId: string; operatorKey: string; client: ApiClient },
  lines: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const path = `/v2/platform/stores/${to.storeId}/activity`;
  const headers = { Authorization: `Bearer ${to.operatorKey}`, 'Content-Type': 'application/x-ndjson' };
  const answer = await to.client.send({ method: 'POST', path, headers, body: lines.join('\n') }, signal);
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.body.error}`);
}
