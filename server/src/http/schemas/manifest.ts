import { Type } from 'typebox';
import { FORMATS } from '../../domain/format.ts';
import { REPORT_TYPES } from '../../domain/report-type.ts';
import { Instant, Nullable, OneOf, Sha256 } from './scalars.ts';

const closed = { additionalProperties: false };
const Count = Type.Integer({ minimum: 0 });
const Neighbour = Nullable(Type.Ref('LedgerEntry'));

const ManifestShape = Type.Object(
  {
    version: Type.Literal(1),
    reportId: Type.String(),
    storeId: Type.String(),
    type: OneOf(REPORT_TYPES, 'What the report contains'),
    schemaVersion: Type.String(),
    periodStart: Instant,
    periodEnd: Instant,
    asOf: Instant,
    rowCount: Count,
    formulaGuard: Type.Boolean(),
    files: Type.Array(
      Type.Object(
        { format: OneOf(FORMATS, 'The rendering'), name: Type.String(), sizeBytes: Count, sha256: Sha256 },
        closed,
      ),
    ),
    totals: Type.Array(
      Type.Object(
        {
          currency: Type.String(),
          column: Type.String(),
          sum: Type.String({ description: 'A decimal integer, which may pass 2^53' }),
        },
        closed,
      ),
    ),
    ledger: Type.Optional(
      Type.Object(
        {
          openingBalance: Type.Integer(),
          closingBalance: Type.Integer(),
          before: Neighbour,
          after: Neighbour,
          head: Type.Object({ sequence: Count, hash: Sha256 }, closed),
        },
        {
          ...closed,
          description: 'Only for BALANCE_LEDGER: the entries just outside the period, and the newest',
        },
      ),
    ),
    issuer: Type.String({ description: 'The address of the Daybook that signed' }),
    issuedAt: Instant,
  },
  closed,
);

/** `{manifest, jws}` */
export const SignedManifestShape = Type.Object(
  {
    manifest: ManifestShape,
    jws: Type.String({
      description: 'The manifest as a compact JWS, `typ` `daybook-manifest+jws`: this is what counts',
    }),
  },
  closed,
);
