import { Type } from 'typebox';
import { createToken } from '../../../verbs/tokens/create.ts';
import type { App, AppParts } from '../../app.ts';
import { callerOf } from '../../authenticate/require-access.ts';
import { failures, Success } from '../../schemas/envelope.ts';
import { CreatedTokenShape, CreateTokenBody } from '../../schemas/platform.ts';
import { StoreId } from '../../schemas/scalars.ts';
import { createdTokenJson } from '../../token-json.ts';

/** `/tokens` of a store, seen from the platform. */
export function registerTokenRoute(app: App, { context }: AppParts): void {
  const schema = {
    tags: ['Platform'],
    security: [{ operatorKey: [] }],
    summary: "Make a store's token",
    description: 'The secret is in this answer and nowhere else.',
    params: Type.Object({ storeId: StoreId }),
    body: CreateTokenBody,
    response: { 201: Success(CreatedTokenShape, 'The token'), ...failures(400, 401, 404, 413, 415, 429) },
  };
  app.post('/tokens', { schema }, async (request, reply) => {
    const { mode = 'BEARER', ...rest } = request.body;
    const input = { ...request.params, ...rest, mode };
    const token = await createToken(context, callerOf(request), input);
    return reply.code(201).send({ ok: true, data: createdTokenJson(token) });
  });
}
