import { Type } from 'typebox';
import { formatInstant } from '../../domain/instant.ts';
import { createReport } from '../../verbs/reports/create.ts';
import { findDownload } from '../../verbs/reports/download.ts';
import { getReport } from '../../verbs/reports/get.ts';
import { listReports } from '../../verbs/reports/list.ts';
import { waitForReport } from '../../verbs/reports/wait.ts';
import type { App, AppParts } from '../app.ts';
import { callerOf } from '../authenticate-store-token.ts';
import { reportJson } from '../report-json.ts';
import { failures, Success } from '../schemas/envelope.ts';
import { CreateReportBody, DownloadUrl, GetReportQuery, ListReportsQuery, ReportPage } from '../schemas/report.ts';
import { ReportId, StoreId } from '../schemas/scalars.ts';

const tags = ['Reports'];
const security = [{ storeToken: [] }];
const StoreParams = Type.Object({ storeId: StoreId });
const ReportParams = Type.Object({ storeId: StoreId, reportId: ReportId });
const OneReport = Success(Type.Ref('Report'), 'The report');

/** `/reports` of a store. */
export function registerReportRoutes(app: App, { context, storage }: AppParts): void {
  app.post(
    '/reports',
    {
      config: { permission: 'REPORTS_WRITE' },
      schema: {
        tags,
        security,
        summary: 'Queue a report',
        params: StoreParams,
        body: CreateReportBody,
        response: { 201: OneReport, ...failures(400, 401, 403, 404, 413, 415, 429) },
      },
    },
    async (request, reply) => {
      const report = await createReport(context, callerOf(request), { ...request.params, ...request.body });
      return reply.code(201).send({ ok: true, data: reportJson(report) });
    },
  );

  app.get(
    '/reports',
    {
      config: { permission: 'REPORTS_READ' },
      schema: {
        tags,
        security,
        summary: 'List reports, newest first',
        params: StoreParams,
        querystring: ListReportsQuery,
        response: { 200: Success(ReportPage, 'One page of reports'), ...failures(400, 401, 403, 404, 429) },
      },
    },
    async (request) => {
      const { page, limit } = request.query;
      const { items, total } = await listReports(context, callerOf(request), { ...request.params, ...request.query });
      const pagination = { page, limit, total, totalPages: Math.ceil(total / limit) };
      return { ok: true as const, data: { items: items.map(reportJson), pagination } };
    },
  );

  app.get(
    '/reports/:reportId',
    {
      config: { permission: 'REPORTS_READ' },
      schema: {
        tags,
        security,
        summary: 'Get a report, or wait for it',
        params: ReportParams,
        querystring: GetReportQuery,
        response: { 200: OneReport, ...failures(400, 401, 403, 404, 429) },
      },
    },
    async (request) => {
      const { wait } = request.query;
      const report =
        wait === undefined
          ? await getReport(context, callerOf(request), request.params)
          : await waitForReport(context, callerOf(request), {
              ...request.params,
              seconds: wait,
              signal: request.signal,
            });
      return { ok: true as const, data: reportJson(report) };
    },
  );

  app.get(
    '/reports/:reportId/download/:format',
    {
      config: { permission: 'REPORTS_READ' },
      schema: {
        tags,
        security,
        summary: 'Get a five-minute signed URL of a file',
        params: Type.Object({ ...ReportParams.properties, format: Type.String({ description: '`csv` or `json`' }) }),
        response: { 200: Success(DownloadUrl, 'Where the file is'), ...failures(400, 401, 403, 404, 409, 429) },
      },
    },
    async (request) => {
      const { storeId, reportId, format } = request.params;
      const download = await findDownload(context, callerOf(request), { storeId, reportId, extension: format });
      const url = await storage.presign(download.objectKey, download);
      return { ok: true as const, data: { url, expiresAt: formatInstant(download.expiresAt) } };
    },
  );
}
