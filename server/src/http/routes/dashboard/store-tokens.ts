import { Type } from 'typebox';
import { createToken } from '../../../verbs/tokens/create.ts';
import { deleteToken } from '../../../verbs/tokens/delete.ts';
import { listTokens } from '../../../verbs/tokens/list.ts';
import { rollSecret } from '../../../verbs/tokens/roll-secret.ts';
import type { App, AppParts } from '../../app.ts';
import { callerOf } from '../../authenticate/require-access.ts';
import { failures, Success } from '../../schemas/envelope.ts';
import { CreatedTokenShape, CreateTokenBody } from '../../schemas/platform.ts';
import { StoreId } from '../../schemas/scalars.ts';
import { TokenId, TokenList } from '../../schemas/token.ts';
import { createdTokenJson, tokenJson } from '../../token-json.ts';
import { DASHBOARD_API } from '../../face.ts';

const tags = ['Tokens'];
const { security } = DASHBOARD_API;
const config = { role: 'DEVELOPER' } as const;
const StoreParams = Type.Object({ storeId: StoreId });
const TokenParams = Type.Object({ storeId: StoreId, tokenId: TokenId });
const Created = Success(CreatedTokenShape, 'The token, with its secret, this once');

/** `/tokens` of a store, for members who are signed in. */
export function registerStoreTokenRoutes(app: App, { context }: AppParts): void {
  const list = { tags, security, summary: 'List tokens, newest first', params: StoreParams, response: { 200: Success(TokenList, 'The tokens, without secrets'), ...failures(400, 401, 403, 404, 429) } }; // prettier-ignore
  app.get('/tokens', { config, schema: list }, async (request) => {
    const tokens = await listTokens(context, callerOf(request), request.params);
    return { ok: true as const, data: { items: tokens.map(tokenJson) } };
  });

  const create = { tags, security, summary: 'Make a token', params: StoreParams, body: CreateTokenBody, response: { 201: Created, ...failures(400, 401, 403, 404, 413, 415, 429) } }; // prettier-ignore
  app.post('/tokens', { config, schema: create }, async (request, reply) => {
    const { mode = 'BEARER', ...rest } = request.body;
    const token = await createToken(context, callerOf(request), { ...request.params, ...rest, mode });
    return reply.code(201).send({ ok: true, data: createdTokenJson(token) });
  });

  const roll = { tags, security, summary: 'Give a token a new secret; the old one ends at once', params: TokenParams, response: { 200: Created, ...failures(400, 401, 403, 404, 413, 415, 429) } }; // prettier-ignore
  app.post('/tokens/:tokenId/roll-secret', { config, schema: roll }, async (request) => {
    const token = await rollSecret(context, callerOf(request), request.params);
    return { ok: true as const, data: createdTokenJson(token) };
  });

  const remove = { tags, security, summary: 'Delete a token; it ends at once', params: TokenParams, response: { 200: Success(Type.Object({ id: TokenId }), 'The token that was'), ...failures(400, 401, 403, 404, 413, 415, 429) } }; // prettier-ignore
  app.delete('/tokens/:tokenId', { config, schema: remove }, async (request) => {
    await deleteToken(context, callerOf(request), request.params);
    return { ok: true as const, data: { id: request.params.tokenId } };
  });
}
