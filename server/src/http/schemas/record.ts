import { Type } from 'typebox';
import { FORMATS } from '../../domain/format.ts';
import { RECORDS_LISTED_MAX_ROWS } from '../../domain/limits.ts';
import { pageFields } from './page.ts';
import { Instant, Nullable, OneOf, ReportId } from './scalars.ts';

const closed = { additionalProperties: false };
const Count = Type.Integer({ minimum: 0 });
const Pagination = Type.Object(
  {
    page: Count,
    limit: Count,
    total: Type.Integer({
      minimum: 0,
      description: `Only the newest ${RECORDS_LISTED_MAX_ROWS} are counted and shown; ask with \`before\` for older ones`,
    }),
    totalPages: Count,
  },
  closed,
);
const Ip = Nullable(Type.String({ description: 'Null where the connection was gone before it was read' }));
const RequestIdText = Type.String({ description: 'The `X-Request-Id` of the answer' });

/** The classes of answers, by the first digit of their status. */
export const STATUS_CLASSES = { '2xx': 200, '4xx': 400, '5xx': 500 } as const;
export type StatusClass = keyof typeof STATUS_CLASSES;

const ApiRequestShape = Type.Object(
  {
    id: Type.String(),
    at: Instant,
    method: Type.String(),
    path: Type.String({
      description: 'Without the query string; a segment that is no identifier or known word reads `:name`',
    }),
    status: Type.Integer(),
    durationMs: Count,
    tokenId: Type.String(),
    ip: Ip,
    requestId: RequestIdText,
  },
  closed,
);

const DownloadShape = Type.Object(
  {
    id: Type.String(),
    at: Type.String({
      format: 'date-time',
      description:
        'When the signed URL of the file was handed out. The bytes then come straight from the storage, so this is what counts as a download',
    }),
    reportId: Type.String(),
    format: OneOf(FORMATS, 'Which file of the report'),
    tokenId: Nullable(Type.String()),
    accountId: Nullable(Type.String()),
    ip: Ip,
    requestId: RequestIdText,
  },
  closed,
);

export const ListRecordsQuery = Type.Object(
  {
    kind: Type.Optional(OneOf(['requests', 'downloads'], 'Requests to the Store API, or downloads of files')),
    tokenId: Type.Optional(
      Type.String({ pattern: '^stk_[0-9a-hjkmnp-tv-z]{24}$', description: 'Only what this token did' }),
    ),
    status: Type.Optional(
      OneOf(Object.keys(STATUS_CLASSES) as StatusClass[], 'Only requests answered so; not for downloads'),
    ),
    reportId: Type.Optional({ ...ReportId, description: 'Only downloads of the files of this report' }),
    before: Type.Optional(Type.String({ description: 'A date-time: only what is older' })),
    ...pageFields,
  },
  closed,
);

export const RecordsPage = Type.Union([
  Type.Object({ items: Type.Array(ApiRequestShape), pagination: Pagination }, closed),
  Type.Object({ items: Type.Array(DownloadShape), pagination: Pagination }, closed),
]);
