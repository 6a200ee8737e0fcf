import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DaybookError } from '../domain/errors.ts';
import { beginOnce, type Once, type OnEffect } from '../verbs/idempotency/begin-once.ts';
import type { VerbContext } from '../verbs/context.ts';
import { callerOf } from './authenticate/require-access.ts';

const KEY = /^[A-Za-z0-9_-]{1,255}$/;

/** How a route answers: with which status, and the result of its verb as what `data`. */
export type OnceRoute<Result, Data> = {
  readonly status: 200 | 201;
  /** The body, as far as it makes this request another than one with the same path. */
  readonly body: string;
  readonly dataOf: (result: Result) => Data;
  readonly run: (onEffect?: OnEffect<Result>) => Promise<Result>;
};

/**
 * Answers a request, once for each `Idempotency-Key` that it comes with: the same request again gets the first one's
 * answer. Without the header it is simply run.
 */
export async function answerOnce<Result, Data>(
  context: VerbContext,
  request: FastifyRequest,
  reply: FastifyReply,
  route: OnceRoute<Result, Data>,
): Promise<FastifyReply> {
  const answerOf = (result: Result) => ({ ok: true as const, data: route.dataOf(result) });
  const key = keyOf(request);
  if (key === undefined) return reply.code(route.status).send(answerOf(await route.run()));
  const { storeId } = request.params as { storeId: string };
  const once = await beginOnce(context, callerOf(request), { storeId, key, fingerprint: fingerprintOf(request, route.body) }); // prettier-ignore
  if (once.replay) return replay(reply, once.replay);
  let stored = '';
  try {
    await route.run(async (transaction, result) => {
      stored = JSON.stringify(answerOf(result));
      await once.keep(transaction, { status: route.status, answer: stored });
    });
  } catch (error) {
    await free(once, request);
    throw error;
  }
  return sendJson(reply, route.status, stored);
}

function replay(reply: FastifyReply, { status, answer }: { status: number; answer: string }): FastifyReply {
  return sendJson(reply.header('Idempotent-Replay', 'true'), status, answer);
}

function sendJson(reply: FastifyReply, status: number, body: string): FastifyReply {
  return reply.code(status).type('application/json; charset=utf-8').send(body);
}

/** A key that cannot be freed now frees itself later. */
async function free(once: Once & { replay: null }, request: FastifyRequest): Promise<void> {
  await once.release().catch((error: unknown) => {
    request.log.warn({ err: error }, 'an idempotency key could not be freed');
  });
}

function keyOf({ headers }: FastifyRequest): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key === 'string' && KEY.test(key)) return key;
  throw new DaybookError('INVALID_REQUEST', 'Idempotency-Key must be 1 to 255 of A-Z a-z 0-9 _ -.', {
    details: [{ path: 'Idempotency-Key', message: 'must be 1 to 255 of A-Z a-z 0-9 _ -' }],
  });
}

function fingerprintOf({ method, raw }: FastifyRequest, body: string): string {
  return createHash('sha256')
    .update(`${method}\n${raw.url ?? ''}\n`)
    .update(body)
    .digest('hex');
}
