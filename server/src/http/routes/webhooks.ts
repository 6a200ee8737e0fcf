import { Type } from 'typebox';
import { LIST_LIMIT_DEFAULT } from '../../domain/limits.ts';
import { createEndpoint } from '../../verbs/webhooks/create.ts';
import { deleteEndpoint } from '../../verbs/webhooks/delete.ts';
import { listDeliveries } from '../../verbs/webhooks/list-deliveries.ts';
import { listEndpoints } from '../../verbs/webhooks/list.ts';
import { rollEndpointSecret } from '../../verbs/webhooks/roll-secret.ts';
import { sendTest } from '../../verbs/webhooks/send-test.ts';
import { answerOnce } from '../answer-once.ts';
import type { App } from '../app.ts';
import { callerOf } from '../authenticate/require-access.ts';
import type { FaceParts } from '../face.ts';
import { failures, Success } from '../schemas/envelope.ts';
import { IdempotencyHeaders } from '../schemas/idempotency.ts';
import { paginationOf } from '../schemas/page.ts';
import { StoreId } from '../schemas/scalars.ts';
import {
  CreateEndpointBody,
  DeliveryPage,
  EndpointId,
  EndpointList,
  EndpointWithSecret,
  ListDeliveriesQuery,
} from '../schemas/webhook.ts';
import { deliveryJson, endpointAgainJson, endpointJson, endpointWithSecretJson } from '../webhook-json.ts';

const tags = ['Webhooks'];
const reading = { permission: 'WEBHOOKS_READ' } as const;
const writing = { permission: 'WEBHOOKS_WRITE' } as const;
const StoreParams = Type.Object({ storeId: StoreId });
const EndpointParams = Type.Object({ storeId: StoreId, endpointId: EndpointId });
const Shown = Success(EndpointWithSecret, 'The endpoint, with its secret, this once');

/** `/webhooks` of a store. */
export function registerWebhookRoutes(app: App, parts: FaceParts): void {
  registerCreate(app, parts);
  registerList(app, parts);
  registerDelete(app, parts);
  registerRoll(app, parts);
  registerTest(app, parts);
  registerDeliveries(app, parts);
}

function registerCreate(app: App, { context, face }: FaceParts): void {
  const schema = {
    tags,
    security: face.security,
    summary: 'Make a webhook endpoint',
    params: StoreParams,
    headers: IdempotencyHeaders,
    body: CreateEndpointBody,
    response: { 201: Shown, ...failures(400, 401, 403, 404, 409, 413, 415, 422, 429) },
  };
  app.post('/webhooks', { config: writing, schema }, async (request, reply) => {
    const { note = '', ...rest } = request.body;
    const input = { ...request.params, ...rest, note };
    return answerOnce(context, request, reply, {
      status: 201,
      body: JSON.stringify(request.body),
      dataOf: endpointWithSecretJson,
      keptDataOf: endpointAgainJson,
      run: (onEffect) => createEndpoint(context, callerOf(request), input, onEffect),
    });
  });
}

function registerList(app: App, { context, face }: FaceParts): void {
  const schema = {
    tags,
    security: face.security,
    summary: 'List webhook endpoints, newest first',
    params: StoreParams,
    response: { 200: Success(EndpointList, 'The endpoints, without secrets'), ...failures(400, 401, 403, 404, 429) }, // prettier-ignore
  };
  app.get('/webhooks', { config: reading, schema }, async (request) => {
    const endpoints = await listEndpoints(context, callerOf(request), request.params);
    return { ok: true as const, data: { items: endpoints.map(endpointJson) } };
  });
}

function registerDelete(app: App, { context, face }: FaceParts): void {
  const schema = {
    tags,
    security: face.security,
    summary: 'Delete a webhook endpoint with its deliveries; it is told nothing more',
    params: EndpointParams,
    response: { 200: Success(Type.Object({ id: EndpointId }), 'The endpoint that was'), ...failures(400, 401, 403, 404, 413, 415, 429) }, // prettier-ignore
  };
  app.delete('/webhooks/:endpointId', { config: writing, schema }, async (request) => {
    await deleteEndpoint(context, callerOf(request), request.params);
    return { ok: true as const, data: { id: request.params.endpointId } };
  });
}

function registerRoll(app: App, { context, face }: FaceParts): void {
  const schema = {
    tags,
    security: face.security,
    summary: 'Give a webhook endpoint a new secret; for a day messages are signed with the old one too',
    params: EndpointParams,
    headers: IdempotencyHeaders,
    response: { 200: Shown, ...failures(400, 401, 403, 404, 409, 413, 415, 422, 429) },
  };
  app.post('/webhooks/:endpointId/roll-secret', { config: writing, schema }, async (request, reply) => {
    return answerOnce(context, request, reply, {
      status: 200,
      body: '',
      dataOf: endpointWithSecretJson,
      keptDataOf: endpointAgainJson,
      run: (onEffect) => rollEndpointSecret(context, callerOf(request), request.params, onEffect),
    });
  });
}

function registerTest(app: App, { context, face }: FaceParts): void {
  const schema = {
    tags,
    security: face.security,
    summary: 'Send a webhook endpoint a message of the type TEST, once; its deliveries say what came of it',
    params: EndpointParams,
    headers: IdempotencyHeaders,
    response: {
      201: Success(Type.Ref('WebhookDelivery'), 'The test, or the one that is under way already'),
      ...failures(400, 401, 403, 404, 409, 413, 415, 422, 429),
    },
  };
  app.post('/webhooks/:endpointId/test', { config: writing, schema }, async (request, reply) => {
    return answerOnce(context, request, reply, {
      status: 201,
      body: '',
      dataOf: deliveryJson,
      run: (onEffect) => sendTest(context, callerOf(request), request.params, onEffect),
    });
  });
}

function registerDeliveries(app: App, { context, face }: FaceParts): void {
  const schema = {
    tags,
    security: face.security,
    summary: 'List what a webhook endpoint was told in the last 30 days, newest first',
    params: EndpointParams,
    querystring: ListDeliveriesQuery,
    response: { 200: Success(DeliveryPage, 'One page of deliveries'), ...failures(400, 401, 403, 404, 429) },
  };
  app.get('/webhooks/:endpointId/deliveries', { config: reading, schema }, async (request) => {
    const { page = 1, limit = LIST_LIMIT_DEFAULT } = request.query;
    const input = { ...request.params, page, limit };
    const { items, total } = await listDeliveries(context, callerOf(request), input);
    const pagination = paginationOf({ page, limit }, total);
    return { ok: true as const, data: { items: items.map(deliveryJson), pagination } };
  });
}
