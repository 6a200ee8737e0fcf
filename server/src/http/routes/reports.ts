import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { FORMAT_EXTENSION } from '../../domain/format.ts';
import { formatInstant } from '../../domain/instant.ts';
import { reportJson } from '../../domain/report-json.ts';
import { LIST_LIMIT_DEFAULT } from '../../domain/limits.ts';
import { cancelReport } from '../../verbs/reports/cancel.ts';
import { createReport } from '../../verbs/reports/create.ts';
import { findDownload } from '../../verbs/reports/download.ts';
import { getReport } from '../../verbs/reports/get.ts';
import { getManifest } from '../../verbs/reports/manifest.ts';
import { retryReport } from '../../verbs/reports/retry.ts';
import { listReports } from '../../verbs/reports/list.ts';
import { waitForReport } from '../../verbs/reports/wait.ts';
import { answerOnce } from '../answer-once.ts';
import type { App } from '../app.ts';
import type { FaceParts } from '../face.ts';
import { recordDownload } from '../record-download.ts';
import { callerOf } from '../authenticate/require-access.ts';
import { failures, Success } from '../schemas/envelope.ts';
import { paginationOf } from '../schemas/page.ts';
import {
  createReportBody,
  DEFAULT_FORMATS,
  DownloadUrl,
  GetReportQuery,
  ListReportsQuery,
  ReportPage,
} from '../schemas/report.ts';
import { IdempotencyHeaders } from '../schemas/idempotency.ts';
import { NoBody } from '../schemas/no-body.ts';
import { SignedManifestShape } from '../schemas/manifest.ts';
import { ReportId, StoreId } from '../schemas/scalars.ts';

const tags = ['Reports'];
const reading = { permission: 'REPORTS_READ' } as const;
const writing = { permission: 'REPORTS_WRITE' } as const;
const StoreParams = Type.Object({ storeId: StoreId });
const ReportParams = Type.Object({ storeId: StoreId, reportId: ReportId });
const EXTENSIONS = Object.values(FORMAT_EXTENSION)
  .map((extension) => `\`${extension}\``)
  .join(' or ');
const OneReport = Success(Type.Ref('Report'), 'The report');

/** `/reports` of a store. */
export function registerReportRoutes(app: App, parts: FaceParts): void {
  registerCreate(app, parts);
  registerList(app, parts);
  registerGet(app, parts);
  registerDownload(app, parts);
  registerManifest(app, parts);
  registerCancel(app, parts);
  registerRetry(app, parts);
}

function registerCreate(app: App, { context, face }: FaceParts): void {
  const schema = {
    tags,
    security: face.security,
    summary: 'Queue a report',
    params: StoreParams,
    headers: IdempotencyHeaders,
    body: createReportBody(face.formulaGuardDefault),
    response: { 201: OneReport, ...failures(400, 401, 403, 404, 409, 413, 415, 422, 429) },
  };
  app.post('/reports', { config: writing, schema }, async (request, reply) => {
    const { formats = DEFAULT_FORMATS, formulaGuard = face.formulaGuardDefault, ...rest } = request.body;
    const input = { ...request.params, ...rest, formats, formulaGuard };
    return answerOnce(context, request, reply, {
      status: 201,
      body: JSON.stringify(request.body),
      dataOf: reportJson,
      run: (onEffect) => queued(request, createReport(context, callerOf(request), input, onEffect)),
    });
  });
}

function registerList(app: App, { context, face }: FaceParts): void {
  const schema = {
    tags,
    security: face.security,
    summary: 'List reports, newest first',
    params: StoreParams,
    querystring: ListReportsQuery,
    response: { 200: Success(ReportPage, 'One page of reports'), ...failures(400, 401, 403, 404, 429) },
  };
  app.get('/reports', { config: reading, schema }, async (request) => {
    const { page = 1, limit = LIST_LIMIT_DEFAULT, ...filter } = request.query;
    const input = { ...request.params, ...filter, page, limit };
    const { items, total } = await listReports(context, callerOf(request), input);
    const pagination = paginationOf({ page, limit }, total);
    return { ok: true as const, data: { items: items.map(reportJson), pagination } };
  });
}

function registerGet(app: App, { context, face }: FaceParts): void {
  const schema = {
    tags,
    security: face.security,
    summary: 'Get a report, or wait for it',
    params: ReportParams,
    querystring: GetReportQuery,
    response: { 200: OneReport, ...failures(400, 401, 403, 404, 429) },
  };
  app.get('/reports/:reportId', { config: reading, schema }, async (request) => {
    const caller = callerOf(request);
    const { wait } = request.query;
    const report =
      wait === undefined
        ? await getReport(context, caller, request.params)
        : await waitForReport(context, caller, { ...request.params, seconds: wait, signal: request.signal });
    return { ok: true as const, data: reportJson(report) };
  });
}

function registerDownload(app: App, { context, storage, face }: FaceParts): void {
  const schema = {
    tags,
    security: face.security,
    summary: 'Get a five-minute signed URL of a file',
    params: Type.Object({
      ...ReportParams.properties,
      format: Type.String({ description: EXTENSIONS }),
    }),
    response: { 200: Success(DownloadUrl, 'Where the file is'), ...failures(400, 401, 403, 404, 409, 429) },
  };
  app.get('/reports/:reportId/download/:format', { config: reading, schema }, async (request) => {
    const { storeId, reportId, format } = request.params;
    const download = await findDownload(context, callerOf(request), { storeId, reportId, extension: format });
    const url = await storage.presign(download.objectKey, download);
    recordDownload(context, request, { reportId, format: download.format });
    return { ok: true as const, data: { url, expiresAt: formatInstant(download.expiresAt) } };
  });
}

function registerManifest(app: App, { context, face }: FaceParts): void {
  const schema = {
    tags,
    security: face.security,
    summary: 'Get the signed manifest of a finished report',
    params: ReportParams,
    response: {
      200: Success(SignedManifestShape, 'What the operator signs about the files'),
      ...failures(400, 401, 403, 404, 409, 429),
    },
  };
  // The bytes that were signed: a serializer made from the schema would put the fields in another order.
  const options = { config: reading, schema, serializerCompiler: () => JSON.stringify };
  app.get('/reports/:reportId/manifest', options, async (request) => {
    return { ok: true as const, data: await getManifest(context, callerOf(request), request.params) };
  });
}

function registerCancel(app: App, { context, face }: FaceParts): void {
  const schema = {
    tags,
    security: face.security,
    summary: 'Stop a report that is PENDING or PROCESSING; it becomes FAILED with the code CANCELED',
    params: ReportParams,
    headers: IdempotencyHeaders,
    body: NoBody,
    response: { 200: OneReport, ...failures(400, 401, 403, 404, 409, 413, 415, 422, 429) },
  };
  app.post('/reports/:reportId/cancel', { config: writing, schema }, async (request, reply) => {
    return answerOnce(context, request, reply, {
      status: 200,
      body: '',
      dataOf: reportJson,
      run: (onEffect) => cancelReport(context, callerOf(request), request.params, onEffect),
    });
  });
}

function registerRetry(app: App, { context, face }: FaceParts): void {
  const schema = {
    tags,
    security: face.security,
    summary: 'Queue a new report with the parameters of one that FAILED',
    params: ReportParams,
    headers: IdempotencyHeaders,
    body: NoBody,
    response: { 201: OneReport, ...failures(400, 401, 403, 404, 409, 413, 415, 422, 429) },
  };
  app.post('/reports/:reportId/retry', { config: writing, schema }, async (request, reply) => {
    return answerOnce(context, request, reply, {
      status: 201,
      body: '',
      dataOf: reportJson,
      run: (onEffect) => queued(request, retryReport(context, callerOf(request), request.params, onEffect)),
    });
  });
}

/** Has the log name the new report, so that its lines can be followed from the request on. */
async function queued<Report extends { id: string }>(
  request: FastifyRequest,
  queueing: Promise<Report>,
): Promise<Report> {
  const report = await queueing;
  request.queuedReportId = report.id;
  return report;
}
