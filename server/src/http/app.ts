import swagger from '@fastify/swagger';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import fastify, { LogController } from 'fastify';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  RawServerDefault,
} from 'fastify';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { DaybookError } from '../domain/errors.ts';
import { newId } from '../domain/id.ts';
import {
  CONNECTIONS_CHECKED_EVERY_MS,
  HEADERS_MAX_BYTES,
  HEADERS_TIMEOUT_MS,
  JSON_BODY_MAX_BYTES,
  KEEP_ALIVE_TIMEOUT_MS,
  REQUEST_TIMEOUT_MS,
} from '../domain/limits.ts';
import type { Metrics } from '../observe/metrics.ts';
import type { FolderStorage } from '../storage/folder/folder-storage.ts';
import type { Storage } from '../storage/storage.ts';
import type { VerbContext } from '../verbs/context.ts';
import { answerMalformedHttp } from './answer-malformed-http.ts';
import { contractHeaders, STRICT_TRANSPORT } from './contract-headers.ts';
import { answerError } from './error-answer.ts';
import { closeWithLastAnswer } from './close-with-last-answer.ts';
import { registerFaces } from './register-faces.ts';
import { logRequests } from './log-requests.ts';
import { measureRequests } from './measure-requests.ts';
import { limitFailures } from './limits/limit-failures.ts';
import type { RateCounter } from './limits/rate-limit.ts';
import { openApiOptions } from './open-api-options.ts';
import { requestId } from './request-id.ts';
import { registerHealthRoutes } from './routes/health.ts';
import { registerMetricsRoute } from './routes/metrics.ts';
import { registerPages } from './routes/pages.ts';
import { registerKeyRoutes } from './routes/keys.ts';
import { registerStoredFileRoutes } from './routes/stored-files.ts';
import { AccountShape, MemberStoreShape } from './schemas/session.ts';
import { Failure } from './schemas/envelope.ts';
import { LedgerEntryShape } from './schemas/ledger.ts';
import { NoBody } from './schemas/no-body.ts';
import { StoreShape } from './schemas/platform.ts';
import { ReportShape } from './schemas/report.ts';
import { DeliveryShape } from './schemas/webhook.ts';
import { traceRequests } from './trace-requests.ts';
import { validatorCompiler } from './validator-compiler.ts';

export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

const TIMEOUTS = {
  headersMs: HEADERS_TIMEOUT_MS,
  requestMs: REQUEST_TIMEOUT_MS,
  checkedEveryMs: CONNECTIONS_CHECKED_EVERY_MS,
};

/** What routes refer to by name. */
const SHARED_SCHEMAS = [Failure, ReportShape, LedgerEntryShape, StoreShape, AccountShape, MemberStoreShape, DeliveryShape]; // prettier-ignore

export type AppParts = {
  readonly context: VerbContext;
  readonly storage: Storage;
  /** Set where this server hands out the objects itself, on the embedded default. */
  readonly folder?: FolderStorage | undefined;
  readonly log: FastifyBaseLogger;
  /** `here`: whether they are to be had at this edge, and not on a port of their own. */
  readonly metrics?: { readonly all: Metrics; readonly here: boolean };
  /** Counts the requests of tokens and accounts. */
  readonly countRequests: RateCounter;
  /** Peers whose `X-Forwarded-For` is believed: addresses and CIDR ranges. */
  readonly trustedProxies: readonly string[];
  /** How long clients may take, where a test wants less. */
  readonly timeouts?: Partial<typeof TIMEOUTS>;
  /** The platform's own credential; without one the Platform API lets nobody in. */
  readonly operatorKey?: string | undefined;
  /** Whether this process is about to stop: then every answer is the last one of its connection. */
  readonly isLeaving?: () => boolean;
  /** Whether requests begin traces. */
  readonly traced?: boolean;
  /** Rejects while the database or the storage cannot be reached. */
  readonly checkReady: () => Promise<void>;
};

/** The HTTP edge with every route; it listens only when told to. */
export async function createApp(parts: AppParts): Promise<App> {
  const timeouts = { ...TIMEOUTS, ...parts.timeouts };
  const now = () => parts.context.clock();
  const app = fastify({
    loggerInstance: parts.log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: JSON_BODY_MAX_BYTES,
    genReqId: (request) => requestId(request, now()),
    requestIdHeader: false,
    exposeHeadRoutes: false,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    // Whatever the path says, the credential is looked at first: no segment is too long for the router.
    routerOptions: { maxParamLength: 16_384, ignoreTrailingSlash: false },
    frameworkErrors: (_error, request, reply) => answerUnreadablePath(request, reply),
    clientErrorHandler: (error, socket) => answerMalformedHttp(error, socket, newId('req', now())),
    trustProxy: parts.trustedProxies.length > 0 ? [...parts.trustedProxies] : false,
    requestTimeout: timeouts.requestMs,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    http: {
      requireHostHeader: false,
      maxHeaderSize: HEADERS_MAX_BYTES,
      headersTimeout: timeouts.headersMs,
      connectionsCheckingInterval: timeouts.checkedEveryMs,
    },
  }).withTypeProvider<TypeBoxTypeProvider>();

  app.setValidatorCompiler(validatorCompiler);
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((request, reply) =>
    answerError(new DaybookError('NOT_FOUND', 'There is nothing at this address.'), request, reply),
  );
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(contractHeaders(request.id));
    if (parts.context.issuer().startsWith('https:')) reply.header(...STRICT_TRANSPORT);
    if (parts.isLeaving?.()) reply.header('Connection', 'close');
  });
  if (parts.traced) traceRequests(app);
  limitFailures(app, now);
  logRequests(app, parts.log);
  if (parts.metrics) measureRequests(app, parts.metrics.all);
  acceptEmptyJson(app);
  acceptNoBody(app);
  closeWithLastAnswer(app);
  // Whatever else it expects is answered like any request; Node's own answer has neither our headers nor the envelope.
  app.server.on('checkExpectation', (...asked) => void app.server.emit('request', ...asked));

  for (const schema of SHARED_SCHEMAS) app.addSchema(schema);
  await app.register(swagger, openApiOptions);

  registerHealthRoutes(app, parts.checkReady);
  if (parts.metrics?.here) registerMetricsRoute(app, parts.metrics.all);
  await registerPages(app);
  registerKeyRoutes(app, parts);
  if (parts.folder) registerStoredFileRoutes(app, parts.folder);
  await registerFaces(app, parts);
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
  return app;
}

/** A path that cannot be decoded leads nowhere. */
function answerUnreadablePath(request: FastifyRequest, reply: FastifyReply): void {
  answerError(new DaybookError('NOT_FOUND', 'There is nothing at this address.'), request, reply);
}

/** Bytes that are no UTF-8 are refused; put into other characters, they would say what nobody wrote. */
const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The seed's requests without a body say `Content-Type: application/json`; an empty body is then none. */
function acceptEmptyJson(app: App): void {
  app.removeContentTypeParser('text/plain');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    if (body.length === 0) return done(null, undefined);
    try {
      return done(null, JSON.parse(UTF_8.decode(body as Buffer)));
    } catch {
      return done(new DaybookError('INVALID_REQUEST', 'The body is not valid JSON.'));
    }
  });
}

/** A body that may only be empty may also be missing; `null` is neither. */
function acceptNoBody(app: App): void {
  app.addHook('preValidation', async (request) => {
    if (request.body === undefined && request.routeOptions.schema?.body === NoBody) request.body = {};
  });
}
