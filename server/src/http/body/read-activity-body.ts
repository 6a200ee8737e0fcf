import type { Readable } from 'node:stream';
import { DaybookError } from '../../domain/errors.ts';
import {
  ACTIVITY_BATCH_MAX_BYTES,
  ACTIVITY_BATCH_MAX_LINES,
  ACTIVITY_LINE_MAX_BYTES,
} from '../../domain/limits.ts';
import { batchTooLarge } from '../../verbs/activity/batch-too-large.ts';
import { readNdjson } from '../../verbs/activity/read-ndjson.ts';

/** Activity as it came: its lines without their ends, blank ones left out, and their places in the body from 1. */
export type ActivityBody = { lines: string[]; lineNumbers: number[] };

/**
 * Reads a body of NDJSON into lines. Throws PAYLOAD_TOO_LARGE as soon as a limit is passed, and INVALID_REQUEST for a
 * body without lines, or the line that is too long or not UTF-8.
 */
export async function readActivityBody(body: Readable): Promise<ActivityBody> {
  const batch: ActivityBody = { lines: [], lineNumbers: [] };
  try {
    for await (const line of readNdjson(chunksOf(body), ACTIVITY_LINE_MAX_BYTES)) {
      if (batch.lines.length === ACTIVITY_BATCH_MAX_LINES) throw batchTooLarge('lines');
      batch.lines.push(line.text);
      batch.lineNumbers.push(line.number);
    }
  } finally {
    body.resume(); // Most clients listen for the answer only when all they had is sent.
  }
  if (batch.lines.length === 0) {
    throw new DaybookError(
      'INVALID_REQUEST',
      'The body has no lines: send activity, one JSON object a line.',
    );
  }
  return batch;
}

async function* chunksOf(body: Readable): AsyncGenerator<Buffer> {
  let bytes = 0;
  try {
    // Destroying a request would take its answer along.
    for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > ACTIVITY_BATCH_MAX_BYTES) throw batchTooLarge('bytes');
      yield chunk;
    }
  } catch (error) {
    if (error instanceof DaybookError) throw error;
    throw new DaybookError('INVALID_REQUEST', 'The body broke off before its end.', { cause: error });
  }
}
