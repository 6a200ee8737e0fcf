import { Type } from 'typebox';
import { REPORT_ERROR_CODES } from '../../domain/errors.ts';
import { type Format, FORMATS } from '../../domain/format.ts';
import { WAIT_MAX_SECONDS } from '../../domain/limits.ts';
import { REPORT_TYPES } from '../../domain/report-type.ts';
import { REPORT_STATUSES } from '../../domain/report-state.ts';
import { pageFields, Pagination } from './page.ts';
import { Instant, Nullable, OneOf, ReportId, Sha256 } from './scalars.ts';

/** What a report is made in when nothing is asked for. */
export const DEFAULT_FORMATS: Format[] = ['CSV'];

const closed = { additionalProperties: false };
const Count = Type.Integer({ minimum: 0 });
const ReportTypeName = OneOf(REPORT_TYPES, 'What the report contains');
const Status = OneOf(REPORT_STATUSES, 'PENDING → PROCESSING → SUCCEEDED or FAILED');
const FormatName = OneOf(FORMATS, 'A rendering of the report');

export const ReportShape = Type.Object(
  {
    id: ReportId,
    storeId: Type.String(),
    type: ReportTypeName,
    status: Status,
    formats: Type.Array(FormatName),
    periodStart: Instant,
    periodEnd: Instant,
    formulaGuard: Type.Boolean(),
    schemaVersion: Type.String({ description: 'Name and version of the columns' }),
    rowCount: Nullable(Count),
    rowsWritten: Nullable(Count),
    sizeBytes: Nullable(Count),
    durationMs: Nullable(Count),
    attempts: Count,
    errorCode: Nullable(OneOf(REPORT_ERROR_CODES, 'Why the report failed')),
    errorMessage: Nullable(Type.String()),
    requestedByAccountId: Nullable(Type.String()),
    requestedByTokenId: Nullable(Type.String()),
    files: Type.Array(Type.Object({ format: FormatName, sizeBytes: Count, sha256: Sha256 }, closed)),
    asOf: Nullable(Instant),
    startedAt: Nullable(Instant),
    completedAt: Nullable(Instant),
    createdAt: Instant,
    updatedAt: Instant,
    expiresAt: Instant,
  },
  { $id: 'Report', ...closed },
);

/** `formulaGuardDefault`: what it is where the body does not say. */
export const createReportBody = (formulaGuardDefault: boolean) =>
  Type.Object(
    {
      type: ReportTypeName,
      periodStart: Type.String({
        description: 'ISO 8601 date-time, inclusive; UTC where it has no offset',
        examples: ['2026-04-01T00:00:00Z'],
      }),
      periodEnd: Type.String({
        description:
          'ISO 8601 date-time, exclusive; after periodStart; 90 days at most, or one UTC calendar quarter',
        examples: ['2026-05-01T00:00:00Z'],
      }),
      formats: Type.Optional(
        Type.Array(FormatName, {
          minItems: 1,
          maxItems: FORMATS.length,
          uniqueItems: true,
          default: DEFAULT_FORMATS,
        }),
      ),
      formulaGuard: Type.Optional(
        Type.Boolean({
          default: formulaGuardDefault,
          description: 'Put an apostrophe in front of CSV cells that a spreadsheet would run as a formula',
        }),
      ),
    },
    closed,
  );

export const ListReportsQuery = Type.Object(
  {
    status: Type.Optional(Status),
    type: Type.Optional(ReportTypeName),
    ...pageFields,
  },
  closed,
);

export const ReportPage = Type.Object(
  {
    items: Type.Array(Type.Ref('Report')),
    pagination: Pagination,
  },
  closed,
);

export const GetReportQuery = Type.Object(
  {
    wait: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: WAIT_MAX_SECONDS,
        description: 'Seconds to hold the answer until the report has ended',
      }),
    ),
  },
  closed,
);

export const DownloadUrl = Type.Object(
  { url: Type.String({ description: 'Pre-signed, valid for 5 minutes' }), expiresAt: Instant },
  closed,
);
