import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { DaybookError } from '../../../domain/errors.ts';
import { formatInstant } from '../../../domain/instant.ts';
import { ACTIVITY_BATCH_MAX_BYTES } from '../../../domain/limits.ts';
import { batchTooLarge } from '../../../verbs/activity/batch-too-large.ts';
import { recordActivityBatch, type RecordedActivity } from '../../../verbs/activity/record.ts';
import type { App, AppParts } from '../../app.ts';
import { answerOnce } from '../../answer-once.ts';
import { callerOf } from '../../authenticate/require-access.ts';
import { readActivityBody } from '../../body/read-activity-body.ts';
import { failures, Success } from '../../schemas/envelope.ts';
import { IdempotencyHeaders } from '../../schemas/idempotency.ts';
import { ActivityLines, RecordedActivityShape } from '../../schemas/platform.ts';
import { StoreId } from '../../schemas/scalars.ts';

const NDJSON = 'application/x-ndjson';

/** `/activity` of a store. */
export function registerActivityRoute(app: App, { context }: AppParts): void {
  const schema = {
    tags: ['Platform'],
    security: [{ operatorKey: [] }],
    summary: "Record what happened to a store's money",
    description:
      'All lines or none. Sending the same line again changes nothing, so a request whose answer was lost is simply sent again.',
    consumes: [NDJSON],
    params: Type.Object({ storeId: StoreId }),
    headers: IdempotencyHeaders,
    body: ActivityLines,
    response: {
      200: Success(RecordedActivityShape, 'What the batch did, and the head of the ledger after it'),
      ...failures(400, 401, 404, 409, 413, 415, 422, 429),
    },
  };
  // The body stays a stream: the ledger checks what is in it, line by line.
  const options = { schema, onRequest: requireNdjson, validatorCompiler: () => () => true };
  void app.register(async (route: App) => {
    route.removeAllContentTypeParsers();
    route.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    route.post('/activity', options, async (request, reply) => {
      const batch = await readActivityBody(request.body);
      const input = { ...request.params, ...batch };
      return answerOnce(context, request, reply, {
        status: 200,
        body: batch.lines.join('\n'),
        dataOf: recordedJson,
        run: (onEffect) => recordActivityBatch(context, callerOf(request), input, onEffect),
      });
    });
  });
}

function recordedJson({ head, ...counts }: RecordedActivity) {
  return {
    ...counts,
    head: { ...head, createdAt: head.createdAt === null ? null : formatInstant(head.createdAt) },
  };
}

/** What the headers alone show to be wrong is refused before the body is read. */
async function requireNdjson({ headers }: FastifyRequest): Promise<void> {
  const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== NDJSON) {
    throw new DaybookError('UNSUPPORTED_MEDIA_TYPE', `Send the lines with "Content-Type: ${NDJSON}".`);
  }
  if ((headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity') {
    throw new DaybookError('UNSUPPORTED_MEDIA_TYPE', 'Send the lines as they are, without Content-Encoding.');
  }
  if (Number(headers['content-length']) > ACTIVITY_BATCH_MAX_BYTES) throw batchTooLarge('bytes');
}
