/** One line of the table: what each caller gets. `note` tells apart lines of one route. */
export type AccessRow = {
  method: string;
  /** As in openapi.json. */
  path: string;
  note: string;
  /** By the name of the caller: the expected status. */
  cells: Readonly<Record<string, number>>;
};

/**
 * Who gets what, for each route by its prefix. The columns:
 *
 * - nobody: without a credential; a malformed header; an unknown secret; a deleted and an expired token; a session that
 *   was signed out; a refresh cookie alone
 * - bearer tokens of another store, with all permissions and with WEBHOOKS_READ only
 * - bearer tokens of this store with one permission: REPORTS_READ, REPORTS_WRITE, PAYOUTS_READ, WEBHOOKS_READ, WEBHOOKS_WRITE
 * - an HMAC token with all of them, by signatures of version 1 and 2
 * - sessions of a VIEWER, MODERATOR, DEVELOPER, ADMINISTRATOR and OWNER of this store
 * - a session of an alien: the owner of another store, no member of this one
 * - the operator key
 */
const ACCESS_TABLE: Readonly<Record<string, string>> = {
  '/v2/core/stores/{storeId}': `
                                          | none junk unkn dele expd outd cook | all  few  | RR   RW   PR   WR   WW   | v1   v2   | VIEW MODE DEVE ADMI OWNE | alie | oper
POST /reports                             | 401  401  401  401  401  401  401  | 404  404  | 403  201  403  403  403  | 201  201  | 401  401  401  401  401  | 401  | 401
GET /reports                              | 401  401  401  401  401  401  401  | 404  404  | 200  403  403  403  403  | 200  200  | 401  401  401  401  401  | 401  | 401
GET /reports/{reportId}                   | 401  401  401  401  401  401  401  | 404  404  | 200  403  403  403  403  | 200  200  | 401  401  401  401  401  | 401  | 401
GET /reports/{reportId}/download/{format} | 401  401  401  401  401  401  401  | 404  404  | 200  403  403  403  403  | 200  200  | 401  401  401  401  401  | 401  | 401
GET /reports/{reportId}/manifest          | 401  401  401  401  401  401  401  | 404  404  | 200  403  403  403  403  | 200  200  | 401  401  401  401  401  | 401  | 401
POST /reports/{reportId}/cancel           | 401  401  401  401  401  401  401  | 404  404  | 403  200  403  403  403  | 401  200  | 401  401  401  401  401  | 401  | 401
POST /reports/{reportId}/retry            | 401  401  401  401  401  401  401  | 404  404  | 403  201  403  403  403  | 401  201  | 401  401  401  401  401  | 401  | 401
GET /payouts/ledger                       | 401  401  401  401  401  401  401  | 404  404  | 403  403  200  403  403  | 200  200  | 401  401  401  401  401  | 401  | 401
GET /payouts/ledger/head                  | 401  401  401  401  401  401  401  | 404  404  | 403  403  200  403  403  | 200  200  | 401  401  401  401  401  | 401  | 401
POST /webhooks                            | 401  401  401  401  401  401  401  | 404  404  | 403  403  403  403  201  | 201  201  | 401  401  401  401  401  | 401  | 401
GET /webhooks                             | 401  401  401  401  401  401  401  | 404  404  | 403  403  403  200  403  | 200  200  | 401  401  401  401  401  | 401  | 401
DELETE /webhooks/{endpointId}             | 401  401  401  401  401  401  401  | 404  404  | 403  403  403  403  200  | 401  200  | 401  401  401  401  401  | 401  | 401
POST /webhooks/{endpointId}/roll-secret   | 401  401  401  401  401  401  401  | 404  404  | 403  403  403  403  200  | 401  200  | 401  401  401  401  401  | 401  | 401
POST /webhooks/{endpointId}/test          | 401  401  401  401  401  401  401  | 404  404  | 403  403  403  403  201  | 401  201  | 401  401  401  401  401  | 401  | 401
GET /webhooks/{endpointId}/deliveries     | 401  401  401  401  401  401  401  | 404  404  | 403  403  403  200  403  | 200  200  | 401  401  401  401  401  | 401  | 401
`,
  '/v2/stores/{storeId}': `
                                          | none junk unkn dele expd outd cook | all  few  | RR   RW   PR   WR   WW   | v1   v2   | VIEW MODE DEVE ADMI OWNE | alie | oper
POST /reports                             | 401  401  401  401  401  401  401  | 401  401  | 401  401  401  401  401  | 401  401  | 403  201  201  201  201  | 404  | 401
GET /reports                              | 401  401  401  401  401  401  401  | 401  401  | 401  401  401  401  401  | 401  401  | 200  200  200  200  200  | 404  | 401
GET /reports/{reportId}                   | 401  401  401  401  401  401  401  | 401  401  | 401  401  401  401  401  | 401  401  | 200  200  200  200  200  | 404  | 401
GET /reports/{reportId}/download/{format} | 401  401  401  401  401  401  401  | 401  401  | 401  401  401  401  401  | 401  401  | 200  200  200  200  200  | 404  | 401
GET /reports/{reportId}/manifest          | 401  401  401  401  401  401  401  | 401  401  | 401  401  401  401  401  | 401  401  | 200  200  200  200  200  | 404  | 401
POST /reports/{reportId}/cancel           | 401  401  401  401  401  401  401  | 401  401  | 401  401  401  401  401  | 401  401  | 403  200  200  200  200  | 404  | 401
POST /reports/{reportId}/retry            | 401  401  401  401  401  401  401  | 401  401  | 401  401  401  401  401  | 401  401  | 403  201  201  201  201  | 404  | 401
GET /payouts/ledger                       | 401  401  401  401  401  401  401  | 401  401  | 401  401  401  401  401  | 401  401  | 200  200  200  200  200  | 404  | 401
GET /payouts/ledger/head                  | 401  401  401  401  401  401  401  | 401  401  | 401  401  401  401  401  | 401  401  | 200  200  200  200  200  | 404  | 401
GET /tokens                               | 401  401  401  401  401  401  401  | 401  401  | 401  401  401  401  401  | 401  401  | 403  403  200  200  200  | 404  | 401
POST /tokens                              | 401  401  401  401  401  401  401  | 401  401  | 401  401  401  401  401  | 401  401  | 403  403  201  201  201  | 404  | 401
POST /tokens/{tokenId}/roll-secret        | 401  401  401  401  401  401  401  | 401  401  | 401  401  401  401  401  | 401  401  | 403  403  200  200  200  | 404  | 401
DELETE /tokens/{tokenId}                  | 401  401  401  401  401  401  401  | 401  401  | 401  401  401  401  401  | 401  401  | 403  403  200  200  200  | 404  | 401
GET /members                              | 401  401  401  401  401  401  401  | 401  401  | 401  401  401  401  401  | 401  401  | 403  403  403  200  200  | 404  | 401
POST /members                             | 401  401  401  401  401  401  401  | 401  401  | 401  401  401  401  401  | 401  401  | 403  403  403  201  201  | 404  | 401
PATCH /members/{accountId}                | 401  401  401  401  401  401  401  | 401  401  | 401  401  401  401  401  | 401  401  | 403  403  403  200  200  | 404  | 401
PATCH /members/{accountId} (owner)        | 401  401  401  401  401  401  401  | 401  401  | 401  401  401  401  401  | 401  401  | 403  403  403  403  403  | 404  | 401
DELETE /members/{accountId}               | 401  401  401  401  401  401  401  | 401  401  | 401  401  401  401  401  | 401  401  | 403  403  403  200  200  | 404  | 401
DELETE /members/{accountId} (owner)       | 401  401  401  401  401  401  401  | 401  401  | 401  401  401  401  401  | 401  401  | 403  403  403  403  403  | 404  | 401
GET /settings                             | 401  401  401  401  401  401  401  | 401  401  | 401  401  401  401  401  | 401  401  | 200  200  200  200  200  | 404  | 401
GET /overview                             | 401  401  401  401  401  401  401  | 401  401  | 401  401  401  401  401  | 401  401  | 200  200  200  200  200  | 404  | 401
PUT /settings                             | 401  401  401  401  401  401  401  | 401  401  | 401  401  401  401  401  | 401  401  | 403  403  403  200  200  | 404  | 401
GET /api-logs                             | 401  401  401  401  401  401  401  | 401  401  | 401  401  401  401  401  | 401  401  | 403  403  200  200  200  | 404  | 401
POST /webhooks                            | 401  401  401  401  401  401  401  | 401  401  | 401  401  401  401  401  | 401  401  | 403  403  201  201  201  | 404  | 401
GET /webhooks                             | 401  401  401  401  401  401  401  | 401  401  | 401  401  401  401  401  | 401  401  | 403  403  200  200  200  | 404  | 401
DELETE /webhooks/{endpointId}             | 401  401  401  401  401  401  401  | 401  401  | 401  401  401  401  401  | 401  401  | 403  403  200  200  200  | 404  | 401
POST /webhooks/{endpointId}/roll-secret   | 401  401  401  401  401  401  401  | 401  401  | 401  401  401  401  401  | 401  401  | 403  403  200  200  200  | 404  | 401
POST /webhooks/{endpointId}/test          | 401  401  401  401  401  401  401  | 401  401  | 401  401  401  401  401  | 401  401  | 403  403  201  201  201  | 404  | 401
GET /webhooks/{endpointId}/deliveries     | 401  401  401  401  401  401  401  | 401  401  | 401  401  401  401  401  | 401  401  | 403  403  200  200  200  | 404  | 401
`,
  '/v2/platform': `
                                          | none junk unkn dele expd outd cook | all  few  | RR   RW   PR   WR   WW   | v1   v2   | VIEW MODE DEVE ADMI OWNE | alie | oper
POST /stores                              | 401  401  401  401  401  401  401  | 401  401  | 401  401  401  401  401  | 401  401  | 401  401  401  401  401  | 401  | 201
GET /stores                               | 401  401  401  401  401  401  401  | 401  401  | 401  401  401  401  401  | 401  401  | 401  401  401  401  401  | 401  | 200
POST /stores/{storeId}/tokens             | 401  401  401  401  401  401  401  | 401  401  | 401  401  401  401  401  | 401  401  | 401  401  401  401  401  | 401  | 201
POST /stores/{storeId}/activity           | 401  401  401  401  401  401  401  | 401  401  | 401  401  401  401  401  | 401  401  | 401  401  401  401  401  | 401  | 200
`,
  '/v2/auth': `
                                          | none junk unkn dele expd outd cook | all  few  | RR   RW   PR   WR   WW   | v1   v2   | VIEW MODE DEVE ADMI OWNE | alie | oper
POST /magic-link                          | 200  200  200  200  200  200  200  | 200  200  | 200  200  200  200  200  | 200  200  | 200  200  200  200  200  | 200  | 200
GET /demo-link                             | 200  200  200  200  200  200  200  | 200  200  | 200  200  200  200  200  | 200  200  | 200  200  200  200  200  | 200  | 200
POST /session                             | 200  200  200  200  200  200  200  | 200  200  | 200  200  200  200  200  | 200  200  | 200  200  200  200  200  | 200  | 200
POST /refresh                             | 401  401  401  401  401  401  200  | 401  401  | 401  401  401  401  401  | 401  401  | 401  401  401  401  401  | 401  | 401
DELETE /session                           | 401  401  401  401  401  401  401  | 401  401  | 401  401  401  401  401  | 401  401  | 200  200  200  200  200  | 200  | 401
GET /sessions                             | 401  401  401  401  401  401  401  | 401  401  | 401  401  401  401  401  | 401  401  | 200  200  200  200  200  | 200  | 401
DELETE /sessions/{sessionId}              | 401  401  401  401  401  401  401  | 401  401  | 401  401  401  401  401  | 401  401  | 200  200  200  200  200  | 200  | 401
`,
  '/v2': `
                                          | none junk unkn dele expd outd cook | all  few  | RR   RW   PR   WR   WW   | v1   v2   | VIEW MODE DEVE ADMI OWNE | alie | oper
GET /me                                   | 401  401  401  401  401  401  401  | 401  401  | 401  401  401  401  401  | 401  401  | 200  200  200  200  200  | 200  | 401
GET /stores/{storeId}                     | 401  401  401  401  401  401  401  | 401  401  | 401  401  401  401  401  | 401  401  | 200  200  200  200  200  | 404  | 401
`,
  '': `
                                          | none junk unkn dele expd outd cook | all  few  | RR   RW   PR   WR   WW   | v1   v2   | VIEW MODE DEVE ADMI OWNE | alie | oper
GET /.well-known/jwks.json                | 200  200  200  200  200  200  200  | 200  200  | 200  200  200  200  200  | 200  200  | 200  200  200  200  200  | 200  | 200
GET /openapi.json                         | 200  200  200  200  200  200  200  | 200  200  | 200  200  200  200  200  | 200  200  | 200  200  200  200  200  | 200  | 200
GET /                                     | 200  200  200  200  200  200  200  | 200  200  | 200  200  200  200  200  | 200  200  | 200  200  200  200  200  | 200  | 200
HEAD /                                    | 200  200  200  200  200  200  200  | 200  200  | 200  200  200  200  200  | 200  200  | 200  200  200  200  200  | 200  | 200
GET /sign-in                              | 200  200  200  200  200  200  200  | 200  200  | 200  200  200  200  200  | 200  200  | 200  200  200  200  200  | 200  | 200
HEAD /sign-in                             | 200  200  200  200  200  200  200  | 200  200  | 200  200  200  200  200  | 200  200  | 200  200  200  200  200  | 200  | 200
GET /verify                               | 200  200  200  200  200  200  200  | 200  200  | 200  200  200  200  200  | 200  200  | 200  200  200  200  200  | 200  | 200
HEAD /verify                              | 200  200  200  200  200  200  200  | 200  200  | 200  200  200  200  200  | 200  200  | 200  200  200  200  200  | 200  | 200
GET /favicon.svg                          | 200  200  200  200  200  200  200  | 200  200  | 200  200  200  200  200  | 200  200  | 200  200  200  200  200  | 200  | 200
HEAD /favicon.svg                         | 200  200  200  200  200  200  200  | 200  200  | 200  200  200  200  200  | 200  200  | 200  200  200  200  200  | 200  | 200
GET /healthz                              | 200  200  200  200  200  200  200  | 200  200  | 200  200  200  200  200  | 200  200  | 200  200  200  200  200  | 200  | 200
HEAD /healthz                             | 200  200  200  200  200  200  200  | 200  200  | 200  200  200  200  200  | 200  200  | 200  200  200  200  200  | 200  | 200
GET /readyz                               | 200  200  200  200  200  200  200  | 200  200  | 200  200  200  200  200  | 200  200  | 200  200  200  200  200  | 200  | 200
HEAD /readyz                              | 200  200  200  200  200  200  200  | 200  200  | 200  200  200  200  200  | 200  200  | 200  200  200  200  200  | 200  | 200
GET /objects/{path}                       | 200  200  200  200  200  200  200  | 200  200  | 200  200  200  200  200  | 200  200  | 200  200  200  200  200  | 200  | 200
GET /objects/{path} (unsigned)            | 403  403  403  403  403  403  403  | 403  403  | 403  403  403  403  403  | 403  403  | 403  403  403  403  403  | 403  | 403
HEAD /objects/{path} (unsigned)           | 403  403  403  403  403  403  403  | 403  403  | 403  403  403  403  403  | 403  403  | 403  403  403  403  403  | 403  | 403
`,
};

/** The table, line by line. */
export const ACCESS_ROWS: readonly AccessRow[] = Object.entries(ACCESS_TABLE).flatMap(([prefix, text]) => {
  const [columns, ...lines] = text.trim().split('\n').map(wordsOf);
  return lines.map(([method = '', path = '', ...rest]) => {
    const note = rest[0]?.startsWith('(') ? (rest.shift() ?? '') : '';
    const names = columns ?? [];
    if (rest.length !== names.length) throw new Error(`${method} ${prefix}${path} has ${rest.length} cells`);
    const cells = Object.fromEntries(names.map((name, index) => [name, Number(rest[index])]));
    return { method, path: `${prefix}${path}`, note, cells };
  });
});

function wordsOf(line: string): string[] {
  return line.split(/[\s|]+/).filter((word) => word !== '');
}
