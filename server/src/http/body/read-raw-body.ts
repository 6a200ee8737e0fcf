import type { Readable } from 'node:stream';
import { DaybookError } from '../../domain/errors.ts';

/** The bytes of a body, up to `limitBytes`. Throws PAYLOAD_TOO_LARGE as soon as there are more. */
export async function readRawBody(body: Readable, limitBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    // Destroying a request would take its answer along.
    for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > limitBytes) throw new DaybookError('PAYLOAD_TOO_LARGE');
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof DaybookError) throw error;
    throw new DaybookError('INVALID_REQUEST', 'The body broke off before its end.', { cause: error });
  } finally {
    body.resume(); // Most clients listen for the answer only when all they had is sent.
  }
  return Buffer.concat(chunks);
}
