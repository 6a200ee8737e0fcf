// Made by "npm run client:code"; not to be edited.

export type Failure = {
  readonly ok: false;
  /** One sentence a person can act on */
  readonly error: string;
  readonly code:
    | 'INVALID_REQUEST'
    | 'INVALID_PERIOD'
    | 'UNAUTHENTICATED'
    | 'FORBIDDEN'
    | 'NOT_FOUND'
    | 'REPORT_NOT_READY'
    | 'REPORT_FAILED'
    | 'REPORT_FINISHED'
    | 'IDEMPOTENCY_IN_FLIGHT'
    | 'TOO_MANY_ENDPOINTS'
    | 'ENDPOINT_GONE'
    | 'HANDLE_TAKEN'
    | 'PAYLOAD_TOO_LARGE'
    | 'UNSUPPORTED_MEDIA_TYPE'
    | 'RANGE_NOT_SATISFIABLE'
    | 'IDEMPOTENCY_MISMATCH'
    | 'RATE_LIMITED'
    | 'TOO_MANY_ACTIVE_REPORTS'
    | 'INTERNAL'
    | 'UNAVAILABLE'
    | 'CANCELED'
    | 'SOURCE_UNAVAILABLE'
    | 'STORAGE_UNAVAILABLE'
    | 'TIMED_OUT';
  readonly requestId: string;
  readonly details?: readonly {
    readonly path: string;
    readonly message: string;
  }[];
};

export type Report = {
  /** The report, `rpt_…` */
  readonly id: string;
  readonly storeId: string;
  /** What the report contains */
  readonly type: 'PAYMENT_ACTIVITY' | 'PAYOUT_RECONCILIATION' | 'BALANCE_LEDGER' | 'REFUNDS_DISPUTES';
  /** PENDING → PROCESSING → SUCCEEDED or FAILED */
  readonly status: 'PENDING' | 'PROCESSING' | 'SUCCEEDED' | 'FAILED';
  readonly formats: readonly ('CSV' | 'JSON')[];
  /** UTC, milliseconds: `2026-04-01T00:00:00.000Z` */
  readonly periodStart: string;
  /** UTC, milliseconds: `2026-04-01T00:00:00.000Z` */
  readonly periodEnd: string;
  readonly formulaGuard: boolean;
  /** Name and version of the columns */
  readonly schemaVersion: string;
  readonly rowCount: number | null;
  readonly rowsWritten: number | null;
  readonly sizeBytes: number | null;
  readonly durationMs: number | null;
  readonly attempts: number;
  readonly errorCode:
    'CANCELED' | 'SOURCE_UNAVAILABLE' | 'STORAGE_UNAVAILABLE' | 'TIMED_OUT' | 'INTERNAL' | null;
  readonly errorMessage: string | null;
  readonly requestedByAccountId: string | null;
  readonly requestedByTokenId: string | null;
  readonly files: readonly {
    /** A rendering of the report */
    readonly format: 'CSV' | 'JSON';
    readonly sizeBytes: number;
    readonly sha256: string;
  }[];
  readonly asOf: string | null;
  readonly startedAt: string | null;
  readonly completedAt: string | null;
  /** UTC, milliseconds: `2026-04-01T00:00:00.000Z` */
  readonly createdAt: string;
  /** UTC, milliseconds: `2026-04-01T00:00:00.000Z` */
  readonly updatedAt: string;
  /** UTC, milliseconds: `2026-04-01T00:00:00.000Z` */
  readonly expiresAt: string;
};

export type LedgerEntry = {
  readonly store_id: string;
  /** 1, 2, 3 … without gaps */
  readonly sequence: number;
  readonly entry_id: string;
  /** What the entry does to the balance */
  readonly type:
    | 'OPENING_BALANCE'
    | 'PAYMENT_RECEIVED'
    | 'REFUND_INSTANT'
    | 'REFUND_ASYNC'
    | 'REFUND_EXTERNAL'
    | 'DISPUTE_CREATED'
    | 'DISPUTE_WON'
    | 'DISPUTE_PREVENTED'
    | 'PAYOUT'
    | 'PAYOUT_RETURNED'
    | 'ADJUSTMENT';
  /** In the currency's smallest unit */
  readonly amount: number;
  readonly currency: string;
  /** After this entry */
  readonly running_balance: number;
  readonly order_id: string | null;
  readonly payment_id: string | null;
  readonly refund_id: string | null;
  readonly dispute_id: string | null;
  readonly payout_id: string | null;
  readonly adjustment_id: string | null;
  /** UTC, milliseconds: `2026-04-01T00:00:00.000Z` */
  readonly created_at: string;
  readonly note: string;
  readonly previous_hash: string;
  readonly hash: string;
};

export type Store = {
  readonly id: string;
  readonly title: string;
  /** The name of the store in addresses */
  readonly handle: string;
  /** ISO 4217: what the store is settled in */
  readonly currency: string;
  /** ISO 3166-1, two letters */
  readonly country: string;
  /** UTC, milliseconds: `2026-04-01T00:00:00.000Z` */
  readonly createdAt: string;
};

export type Account = {
  /** `acc_…` */
  readonly id: string;
  readonly email: string;
};

export type MemberStore = {
  readonly id: string;
  readonly title: string;
  /** The name of the store in addresses */
  readonly handle: string;
  /** ISO 4217: what the store is settled in */
  readonly currency: string;
  /** ISO 3166-1, two letters */
  readonly country: string;
  /** What the account is in the store */
  readonly role: 'VIEWER' | 'MODERATOR' | 'DEVELOPER' | 'ADMINISTRATOR' | 'OWNER';
};

export type WebhookDelivery = {
  /** `whd_…` */
  readonly id: string;
  /** `evt_…`: the `webhook-id` of every attempt */
  readonly eventId: string;
  /** What it tells */
  readonly eventType: 'REPORT_SUCCEEDED' | 'REPORT_FAILED' | 'TEST';
  readonly reportId: string | null;
  /** PENDING → DELIVERED, by an answer of 2xx, or FAILED: given up */
  readonly status: 'PENDING' | 'DELIVERED' | 'FAILED';
  readonly attempts: number;
  readonly nextAttemptAt: string | null;
  readonly lastAttemptAt: string | null;
  readonly lastStatus: number | null;
  readonly lastFailure: 'ADDRESS_REFUSED' | 'TIMEOUT' | 'TLS' | 'UNREACHABLE' | null;
  readonly lastDurationMs: number | null;
  /** UTC, milliseconds: `2026-04-01T00:00:00.000Z` */
  readonly createdAt: string;
};

/** What the server answers with when it refuses or fails: the table of `http-api.md`. */
export type ServerErrorCode = Failure['code'];

/** Every operation of the three faces: what it takes and what its `data` is. */
export type Operations = {
  /** Get the public keys that sign manifests and ledger heads */
  readonly 'GET /.well-known/jwks.json': {
    readonly data: {
      readonly keys: readonly {
        readonly kty: 'OKP';
        readonly crv: 'Ed25519';
        /** The public key, 32 bytes as base64url */
        readonly x: string;
        /** RFC 7638 thumbprint */
        readonly kid: string;
        readonly alg: 'EdDSA';
        readonly use: 'sig';
      }[];
    };
  };
  /** Queue a report */
  readonly 'POST /v2/core/stores/{storeId}/reports': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
    };
    readonly body: {
      /** What the report contains */
      readonly type: 'PAYMENT_ACTIVITY' | 'PAYOUT_RECONCILIATION' | 'BALANCE_LEDGER' | 'REFUNDS_DISPUTES';
      /** ISO 8601 date-time, inclusive; UTC where it has no offset */
      readonly periodStart: string;
      /** ISO 8601 date-time, exclusive; after periodStart; 90 days at most, or one UTC calendar quarter */
      readonly periodEnd: string;
      readonly formats?: readonly ('CSV' | 'JSON')[];
      /** Put an apostrophe in front of CSV cells that a spreadsheet would run as a formula */
      readonly formulaGuard?: boolean;
    };
    readonly idempotencyKey: string;
    readonly data: Report;
  };
  /** List reports, newest first */
  readonly 'GET /v2/core/stores/{storeId}/reports': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
    };
    readonly query: {
      /** PENDING → PROCESSING → SUCCEEDED or FAILED */
      readonly status?: 'PENDING' | 'PROCESSING' | 'SUCCEEDED' | 'FAILED';
      /** What the report contains */
      readonly type?: 'PAYMENT_ACTIVITY' | 'PAYOUT_RECONCILIATION' | 'BALANCE_LEDGER' | 'REFUNDS_DISPUTES';
      readonly page?: number;
      readonly limit?: number;
    };
    readonly data: {
      readonly items: readonly Report[];
      readonly pagination: {
        readonly page: number;
        readonly limit: number;
        readonly total: number;
        readonly totalPages: number;
      };
    };
  };
  /** Get a report, or wait for it */
  readonly 'GET /v2/core/stores/{storeId}/reports/{reportId}': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
      /** The report, `rpt_…` */
      readonly reportId: string;
    };
    readonly query: {
      /** Seconds to hold the answer until the report has ended */
      readonly wait?: number;
    };
    readonly data: Report;
  };
  /** Get a five-minute signed URL of a file */
  readonly 'GET /v2/core/stores/{storeId}/reports/{reportId}/download/{format}': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
      /** The report, `rpt_…` */
      readonly reportId: string;
      /** `csv` or `json` */
      readonly format: string;
    };
    readonly data: {
      /** Pre-signed, valid for 5 minutes */
      readonly url: string;
      /** UTC, milliseconds: `2026-04-01T00:00:00.000Z` */
      readonly expiresAt: string;
    };
  };
  /** Get the signed manifest of a finished report */
  readonly 'GET /v2/core/stores/{storeId}/reports/{reportId}/manifest': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
      /** The report, `rpt_…` */
      readonly reportId: string;
    };
    readonly data: {
      readonly manifest: {
        readonly version: 1;
        readonly reportId: string;
        readonly storeId: string;
        /** What the report contains */
        readonly type: 'PAYMENT_ACTIVITY' | 'PAYOUT_RECONCILIATION' | 'BALANCE_LEDGER' | 'REFUNDS_DISPUTES';
        readonly schemaVersion: string;
        /** UTC, milliseconds: `2026-04-01T00:00:00.000Z` */
        readonly periodStart: string;
        /** UTC, milliseconds: `2026-04-01T00:00:00.000Z` */
        readonly periodEnd: string;
        /** UTC, milliseconds: `2026-04-01T00:00:00.000Z` */
        readonly asOf: string;
        readonly rowCount: number;
        readonly formulaGuard: boolean;
        readonly files: readonly {
          /** The rendering */
          readonly format: 'CSV' | 'JSON';
          readonly name: string;
          readonly sizeBytes: number;
          readonly sha256: string;
        }[];
        readonly totals: readonly {
          readonly currency: string;
          readonly column: string;
          /** A decimal integer, which may pass 2^53 */
          readonly sum: string;
        }[];
        /** Only for BALANCE_LEDGER: the entries just outside the period, and the newest */
        readonly ledger?: {
          readonly openingBalance: number;
          readonly closingBalance: number;
          readonly before: LedgerEntry | null;
          readonly after: LedgerEntry | null;
          readonly head: {
            readonly sequence: number;
            readonly hash: string;
          };
        };
        /** The address of the Daybook that signed */
        readonly issuer: string;
        /** UTC, milliseconds: `2026-04-01T00:00:00.000Z` */
        readonly issuedAt: string;
      };
      /** The manifest as a compact JWS, `typ` `daybook-manifest+jws`: this is what counts */
      readonly jws: string;
    };
  };
  /** Stop a report that is PENDING or PROCESSING; it becomes FAILED with the code CANCELED */
  readonly 'POST /v2/core/stores/{storeId}/reports/{reportId}/cancel': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
      /** The report, `rpt_…` */
      readonly reportId: string;
    };
    readonly body: Record<never, never>;
    readonly idempotencyKey: string;
    readonly data: Report;
  };
  /** Queue a new report with the parameters of one that FAILED */
  readonly 'POST /v2/core/stores/{storeId}/reports/{reportId}/retry': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
      /** The report, `rpt_…` */
      readonly reportId: string;
    };
    readonly body: Record<never, never>;
    readonly idempotencyKey: string;
    readonly data: Report;
  };
  /** List ledger entries, newest first */
  readonly 'GET /v2/core/stores/{storeId}/payouts/ledger': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
    };
    readonly query: {
      /** What the entry does to the balance */
      readonly type?:
        | 'OPENING_BALANCE'
        | 'PAYMENT_RECEIVED'
        | 'REFUND_INSTANT'
        | 'REFUND_ASYNC'
        | 'REFUND_EXTERNAL'
        | 'DISPUTE_CREATED'
        | 'DISPUTE_WON'
        | 'DISPUTE_PREVENTED'
        | 'PAYOUT'
        | 'PAYOUT_RETURNED'
        | 'ADJUSTMENT';
      readonly page?: number;
      readonly limit?: number;
    };
    readonly data: {
      readonly items: readonly LedgerEntry[];
      readonly pagination: {
        readonly page: number;
        readonly limit: number;
        readonly total: number;
        readonly totalPages: number;
      };
    };
  };
  /** Get the signed head of the ledger */
  readonly 'GET /v2/core/stores/{storeId}/payouts/ledger/head': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
    };
    readonly data: {
      readonly storeId: string;
      readonly sequence: number;
      readonly hash: string;
      /** In the currency's smallest unit */
      readonly runningBalance: number;
      readonly currency: string;
      /** The address of the Daybook that signed */
      readonly issuer: string;
      /** UTC, milliseconds: `2026-04-01T00:00:00.000Z` */
      readonly issuedAt: string;
      /** The other fields as a compact JWS, `typ` `daybook-head+jws` */
      readonly jws: string;
    };
  };
  /** Make a webhook endpoint */
  readonly 'POST /v2/core/stores/{storeId}/webhooks': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
    };
    readonly body: {
      /** https, without user name, password or fragment; what it leads to must be a public address. Where the operator allows private ones, http too */
      readonly url: string;
      readonly eventTypes: readonly ('REPORT_SUCCEEDED' | 'REPORT_FAILED')[];
      /** What it is for, at most 256 characters */
      readonly note?: string;
    };
    readonly idempotencyKey: string;
    readonly data: {
      /** The endpoint, `whe_…` */
      readonly id: string;
      readonly url: string;
      readonly eventTypes: readonly ('REPORT_SUCCEEDED' | 'REPORT_FAILED')[];
      readonly note: string;
      readonly goneAt: string | null;
      readonly previousSecretUntil: string | null;
      /** UTC, milliseconds: `2026-04-01T00:00:00.000Z` */
      readonly createdAt: string;
      readonly secret: string | null;
    };
  };
  /** List webhook endpoints, newest first */
  readonly 'GET /v2/core/stores/{storeId}/webhooks': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
    };
    readonly data: {
      readonly items: readonly {
        /** The endpoint, `whe_…` */
        readonly id: string;
        readonly url: string;
        readonly eventTypes: readonly ('REPORT_SUCCEEDED' | 'REPORT_FAILED')[];
        readonly note: string;
        readonly goneAt: string | null;
        readonly previousSecretUntil: string | null;
        /** UTC, milliseconds: `2026-04-01T00:00:00.000Z` */
        readonly createdAt: string;
      }[];
    };
  };
  /** Delete a webhook endpoint with its deliveries; it is told nothing more */
  readonly 'DELETE /v2/core/stores/{storeId}/webhooks/{endpointId}': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
      /** The endpoint, `whe_…` */
      readonly endpointId: string;
    };
    readonly data: {
      /** The endpoint, `whe_…` */
      readonly id: string;
    };
  };
  /** Give a webhook endpoint a new secret; for a day messages are signed with the old one too */
  readonly 'POST /v2/core/stores/{storeId}/webhooks/{endpointId}/roll-secret': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
      /** The endpoint, `whe_…` */
      readonly endpointId: string;
    };
    readonly idempotencyKey: string;
    readonly data: {
      /** The endpoint, `whe_…` */
      readonly id: string;
      readonly url: string;
      readonly eventTypes: readonly ('REPORT_SUCCEEDED' | 'REPORT_FAILED')[];
      readonly note: string;
      readonly goneAt: string | null;
      readonly previousSecretUntil: string | null;
      /** UTC, milliseconds: `2026-04-01T00:00:00.000Z` */
      readonly createdAt: string;
      readonly secret: string | null;
    };
  };
  /** Send a webhook endpoint a message of the type TEST, once; its deliveries say what came of it */
  readonly 'POST /v2/core/stores/{storeId}/webhooks/{endpointId}/test': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
      /** The endpoint, `whe_…` */
      readonly endpointId: string;
    };
    readonly idempotencyKey: string;
    readonly data: WebhookDelivery;
  };
  /** List what a webhook endpoint was told in the last 30 days, newest first */
  readonly 'GET /v2/core/stores/{storeId}/webhooks/{endpointId}/deliveries': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
      /** The endpoint, `whe_…` */
      readonly endpointId: string;
    };
    readonly query: { readonly page?: number; readonly limit?: number };
    readonly data: {
      readonly items: readonly WebhookDelivery[];
      readonly pagination: {
        readonly page: number;
        readonly limit: number;
        readonly total: number;
        readonly totalPages: number;
      };
    };
  };
  /** Make a store */
  readonly 'POST /v2/platform/stores': {
    readonly body: {
      /** Its name, 1 to 256 characters */
      readonly title: string;
      /** 1 to 64 of a-z 0-9 and -, neither first nor last a -; no two stores have the same */
      readonly handle: string;
      /** ISO 4217: what the store is settled in */
      readonly currency: string;
      /** ISO 3166-1, two letters */
      readonly country: string;
      /** Where finished reports are announced */
      readonly ownerEmail: string;
      /** In the currency's smallest unit, may be negative; goes with openingBalanceAt */
      readonly openingBalance?: number;
      /** The date-time it stood at, not in the future */
      readonly openingBalanceAt?: string;
    };
    readonly data: {
      readonly id: string;
      readonly title: string;
      /** The name of the store in addresses */
      readonly handle: string;
      /** ISO 4217: what the store is settled in */
      readonly currency: string;
      /** ISO 3166-1, two letters */
      readonly country: string;
      /** UTC, milliseconds: `2026-04-01T00:00:00.000Z` */
      readonly createdAt: string;
      /** The account that owns it, made when there was none with this address */
      readonly owner: {
        /** `acc_…` */
        readonly accountId: string;
        readonly email: string;
      };
    };
  };
  /** List stores, newest first */
  readonly 'GET /v2/platform/stores': {
    readonly query: {
      /** Only the store with this handle */
      readonly handle?: string;
      readonly page?: number;
      readonly limit?: number;
    };
    readonly data: {
      readonly items: readonly Store[];
      readonly pagination: {
        readonly page: number;
        readonly limit: number;
        readonly total: number;
        readonly totalPages: number;
      };
    };
  };
  /** Make a store's token */
  readonly 'POST /v2/platform/stores/{storeId}/tokens': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
    };
    readonly body: {
      /** What it is for, 1 to 256 characters */
      readonly name: string;
      readonly permissions: readonly (
        'REPORTS_READ' | 'REPORTS_WRITE' | 'PAYOUTS_READ' | 'WEBHOOKS_READ' | 'WEBHOOKS_WRITE'
      )[];
      /** BEARER: the secret is sent with each request. HMAC: each request is signed with a key made of it */
      readonly mode?: 'BEARER' | 'HMAC';
      /** Of an HMAC token: take no other signatures than v2 */
      readonly requireV2?: boolean;
      /** A date-time in the future; without one the token does not expire */
      readonly expiresAt?: string;
    };
    readonly data: {
      /** `stk_…` */
      readonly id: string;
      readonly name: string;
      readonly permissions: readonly (
        'REPORTS_READ' | 'REPORTS_WRITE' | 'PAYOUTS_READ' | 'WEBHOOKS_READ' | 'WEBHOOKS_WRITE'
      )[];
      /** How requests prove that they know the secret */
      readonly mode: 'BEARER' | 'HMAC';
      readonly requireV2: boolean;
      /** `sk_live_…`, shown this once */
      readonly secret: string;
      /** UTC, milliseconds: `2026-04-01T00:00:00.000Z` */
      readonly createdAt: string;
      readonly expiresAt: string | null;
    };
  };
  /** Record what happened to a store's money */
  readonly 'POST /v2/platform/stores/{storeId}/activity': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
    };
    readonly body: string;
    readonly idempotencyKey: string;
    readonly data: {
      /** Lines that changed something */
      readonly accepted: number;
      /** Lines that said what was recorded already */
      readonly unchanged: number;
      /** Entries appended to the ledger */
      readonly ledgerEntries: number;
      /** The newest entry */
      readonly head: {
        /** 0 while the ledger is empty */
        readonly sequence: number;
        readonly hash: string;
        /** In the currency's smallest unit */
        readonly runningBalance: number;
        readonly currency: string;
        readonly createdAt: string | null;
      };
    };
  };
  /** Ask for a sign-in link by e-mail */
  readonly 'POST /v2/auth/magic-link': {
    readonly body: {
      readonly email: string;
    };
    readonly data: {
      /** The same whether or not there is such an account */
      readonly message: string;
    };
  };
  /** Get the sign-in link of the demo store */
  readonly 'GET /v2/auth/demo-link': {
    readonly data: {
      readonly url: string | null;
    };
  };
  /** Sign in: exchange the token of a sign-in link */
  readonly 'POST /v2/auth/session': {
    readonly body: {
      /** `sml_…`, from the link */
      readonly token: string;
    };
    readonly data: {
      /** A JWT (EdDSA) for `Authorization: Bearer …` */
      readonly accessToken: string;
      /** UTC, milliseconds: `2026-04-01T00:00:00.000Z` */
      readonly expiresAt: string;
      readonly account: Account;
    };
  };
  /** Sign out */
  readonly 'DELETE /v2/auth/session': {
    readonly data: {
      /** The session that is over */
      readonly id: string;
    };
  };
  /** Stay signed in: exchange the refresh cookie for a new one and an access token */
  readonly 'POST /v2/auth/refresh': {
    readonly body: Record<never, never>;
    readonly data: {
      /** A JWT (EdDSA) for `Authorization: Bearer …` */
      readonly accessToken: string;
      /** UTC, milliseconds: `2026-04-01T00:00:00.000Z` */
      readonly expiresAt: string;
    };
  };
  /** List where you are signed in */
  readonly 'GET /v2/auth/sessions': {
    readonly data: {
      readonly items: readonly {
        /** `ses_…` */
        readonly id: string;
        /** What the browser called itself, cut at 256 characters */
        readonly device: string;
        /** Where it signed in from */
        readonly ip: string;
        /** UTC, milliseconds: `2026-04-01T00:00:00.000Z` */
        readonly createdAt: string;
        /** When it last refreshed */
        readonly lastUsedAt: string;
        /** Whether it is the one that asks */
        readonly current: boolean;
      }[];
    };
  };
  /** Sign one of your devices out */
  readonly 'DELETE /v2/auth/sessions/{sessionId}': {
    readonly path: {
      /** The session, `ses_…` */
      readonly sessionId: string;
    };
    readonly data: {
      /** The session that is over */
      readonly id: string;
    };
  };
  /** Get your account, your stores and what you are there */
  readonly 'GET /v2/me': {
    readonly data: {
      readonly account: Account;
      readonly stores: readonly MemberStore[];
    };
  };
  /** Get a store and what you are there */
  readonly 'GET /v2/stores/{storeId}': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
    };
    readonly data: MemberStore;
  };
  /** Queue a report */
  readonly 'POST /v2/stores/{storeId}/reports': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
    };
    readonly body: {
      /** What the report contains */
      readonly type: 'PAYMENT_ACTIVITY' | 'PAYOUT_RECONCILIATION' | 'BALANCE_LEDGER' | 'REFUNDS_DISPUTES';
      /** ISO 8601 date-time, inclusive; UTC where it has no offset */
      readonly periodStart: string;
      /** ISO 8601 date-time, exclusive; after periodStart; 90 days at most, or one UTC calendar quarter */
      readonly periodEnd: string;
      readonly formats?: readonly ('CSV' | 'JSON')[];
      /** Put an apostrophe in front of CSV cells that a spreadsheet would run as a formula */
      readonly formulaGuard?: boolean;
    };
    readonly idempotencyKey: string;
    readonly data: Report;
  };
  /** List reports, newest first */
  readonly 'GET /v2/stores/{storeId}/reports': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
    };
    readonly query: {
      /** PENDING → PROCESSING → SUCCEEDED or FAILED */
      readonly status?: 'PENDING' | 'PROCESSING' | 'SUCCEEDED' | 'FAILED';
      /** What the report contains */
      readonly type?: 'PAYMENT_ACTIVITY' | 'PAYOUT_RECONCILIATION' | 'BALANCE_LEDGER' | 'REFUNDS_DISPUTES';
      readonly page?: number;
      readonly limit?: number;
    };
    readonly data: {
      readonly items: readonly Report[];
      readonly pagination: {
        readonly page: number;
        readonly limit: number;
        readonly total: number;
        readonly totalPages: number;
      };
    };
  };
  /** Get a report, or wait for it */
  readonly 'GET /v2/stores/{storeId}/reports/{reportId}': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
      /** The report, `rpt_…` */
      readonly reportId: string;
    };
    readonly query: {
      /** Seconds to hold the answer until the report has ended */
      readonly wait?: number;
    };
    readonly data: Report;
  };
  /** Get a five-minute signed URL of a file */
  readonly 'GET /v2/stores/{storeId}/reports/{reportId}/download/{format}': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
      /** The report, `rpt_…` */
      readonly reportId: string;
      /** `csv` or `json` */
      readonly format: string;
    };
    readonly data: {
      /** Pre-signed, valid for 5 minutes */
      readonly url: string;
      /** UTC, milliseconds: `2026-04-01T00:00:00.000Z` */
      readonly expiresAt: string;
    };
  };
  /** Get the signed manifest of a finished report */
  readonly 'GET /v2/stores/{storeId}/reports/{reportId}/manifest': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
      /** The report, `rpt_…` */
      readonly reportId: string;
    };
    readonly data: {
      readonly manifest: {
        readonly version: 1;
        readonly reportId: string;
        readonly storeId: string;
        /** What the report contains */
        readonly type: 'PAYMENT_ACTIVITY' | 'PAYOUT_RECONCILIATION' | 'BALANCE_LEDGER' | 'REFUNDS_DISPUTES';
        readonly schemaVersion: string;
        /** UTC, milliseconds: `2026-04-01T00:00:00.000Z` */
        readonly periodStart: string;
        /** UTC, milliseconds: `2026-04-01T00:00:00.000Z` */
        readonly periodEnd: string;
        /** UTC, milliseconds: `2026-04-01T00:00:00.000Z` */
        readonly asOf: string;
        readonly rowCount: number;
        readonly formulaGuard: boolean;
        readonly files: readonly {
          /** The rendering */
          readonly format: 'CSV' | 'JSON';
          readonly name: string;
          readonly sizeBytes: number;
          readonly sha256: string;
        }[];
        readonly totals: readonly {
          readonly currency: string;
          readonly column: string;
          /** A decimal integer, which may pass 2^53 */
          readonly sum: string;
        }[];
        /** Only for BALANCE_LEDGER: the entries just outside the period, and the newest */
        readonly ledger?: {
          readonly openingBalance: number;
          readonly closingBalance: number;
          readonly before: LedgerEntry | null;
          readonly after: LedgerEntry | null;
          readonly head: {
            readonly sequence: number;
            readonly hash: string;
          };
        };
        /** The address of the Daybook that signed */
        readonly issuer: string;
        /** UTC, milliseconds: `2026-04-01T00:00:00.000Z` */
        readonly issuedAt: string;
      };
      /** The manifest as a compact JWS, `typ` `daybook-manifest+jws`: this is what counts */
      readonly jws: string;
    };
  };
  /** Stop a report that is PENDING or PROCESSING; it becomes FAILED with the code CANCELED */
  readonly 'POST /v2/stores/{storeId}/reports/{reportId}/cancel': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
      /** The report, `rpt_…` */
      readonly reportId: string;
    };
    readonly body: Record<never, never>;
    readonly idempotencyKey: string;
    readonly data: Report;
  };
  /** Queue a new report with the parameters of one that FAILED */
  readonly 'POST /v2/stores/{storeId}/reports/{reportId}/retry': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
      /** The report, `rpt_…` */
      readonly reportId: string;
    };
    readonly body: Record<never, never>;
    readonly idempotencyKey: string;
    readonly data: Report;
  };
  /** List ledger entries, newest first */
  readonly 'GET /v2/stores/{storeId}/payouts/ledger': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
    };
    readonly query: {
      /** What the entry does to the balance */
      readonly type?:
        | 'OPENING_BALANCE'
        | 'PAYMENT_RECEIVED'
        | 'REFUND_INSTANT'
        | 'REFUND_ASYNC'
        | 'REFUND_EXTERNAL'
        | 'DISPUTE_CREATED'
        | 'DISPUTE_WON'
        | 'DISPUTE_PREVENTED'
        | 'PAYOUT'
        | 'PAYOUT_RETURNED'
        | 'ADJUSTMENT';
      readonly page?: number;
      readonly limit?: number;
    };
    readonly data: {
      readonly items: readonly LedgerEntry[];
      readonly pagination: {
        readonly page: number;
        readonly limit: number;
        readonly total: number;
        readonly totalPages: number;
      };
    };
  };
  /** Get the signed head of the ledger */
  readonly 'GET /v2/stores/{storeId}/payouts/ledger/head': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
    };
    readonly data: {
      readonly storeId: string;
      readonly sequence: number;
      readonly hash: string;
      /** In the currency's smallest unit */
      readonly runningBalance: number;
      readonly currency: string;
      /** The address of the Daybook that signed */
      readonly issuer: string;
      /** UTC, milliseconds: `2026-04-01T00:00:00.000Z` */
      readonly issuedAt: string;
      /** The other fields as a compact JWS, `typ` `daybook-head+jws` */
      readonly jws: string;
    };
  };
  /** Make a webhook endpoint */
  readonly 'POST /v2/stores/{storeId}/webhooks': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
    };
    readonly body: {
      /** https, without user name, password or fragment; what it leads to must be a public address. Where the operator allows private ones, http too */
      readonly url: string;
      readonly eventTypes: readonly ('REPORT_SUCCEEDED' | 'REPORT_FAILED')[];
      /** What it is for, at most 256 characters */
      readonly note?: string;
    };
    readonly idempotencyKey: string;
    readonly data: {
      /** The endpoint, `whe_…` */
      readonly id: string;
      readonly url: string;
      readonly eventTypes: readonly ('REPORT_SUCCEEDED' | 'REPORT_FAILED')[];
      readonly note: string;
      readonly goneAt: string | null;
      readonly previousSecretUntil: string | null;
      /** UTC, milliseconds: `2026-04-01T00:00:00.000Z` */
      readonly createdAt: string;
      readonly secret: string | null;
    };
  };
  /** List webhook endpoints, newest first */
  readonly 'GET /v2/stores/{storeId}/webhooks': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
    };
    readonly data: {
      readonly items: readonly {
        /** The endpoint, `whe_…` */
        readonly id: string;
        readonly url: string;
        readonly eventTypes: readonly ('REPORT_SUCCEEDED' | 'REPORT_FAILED')[];
        readonly note: string;
        readonly goneAt: string | null;
        readonly previousSecretUntil: string | null;
        /** UTC, milliseconds: `2026-04-01T00:00:00.000Z` */
        readonly createdAt: string;
      }[];
    };
  };
  /** Delete a webhook endpoint with its deliveries; it is told nothing more */
  readonly 'DELETE /v2/stores/{storeId}/webhooks/{endpointId}': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
      /** The endpoint, `whe_…` */
      readonly endpointId: string;
    };
    readonly data: {
      /** The endpoint, `whe_…` */
      readonly id: string;
    };
  };
  /** Give a webhook endpoint a new secret; for a day messages are signed with the old one too */
  readonly 'POST /v2/stores/{storeId}/webhooks/{endpointId}/roll-secret': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
      /** The endpoint, `whe_…` */
      readonly endpointId: string;
    };
    readonly idempotencyKey: string;
    readonly data: {
      /** The endpoint, `whe_…` */
      readonly id: string;
      readonly url: string;
      readonly eventTypes: readonly ('REPORT_SUCCEEDED' | 'REPORT_FAILED')[];
      readonly note: string;
      readonly goneAt: string | null;
      readonly previousSecretUntil: string | null;
      /** UTC, milliseconds: `2026-04-01T00:00:00.000Z` */
      readonly createdAt: string;
      readonly secret: string | null;
    };
  };
  /** Send a webhook endpoint a message of the type TEST, once; its deliveries say what came of it */
  readonly 'POST /v2/stores/{storeId}/webhooks/{endpointId}/test': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
      /** The endpoint, `whe_…` */
      readonly endpointId: string;
    };
    readonly idempotencyKey: string;
    readonly data: WebhookDelivery;
  };
  /** List what a webhook endpoint was told in the last 30 days, newest first */
  readonly 'GET /v2/stores/{storeId}/webhooks/{endpointId}/deliveries': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
      /** The endpoint, `whe_…` */
      readonly endpointId: string;
    };
    readonly query: { readonly page?: number; readonly limit?: number };
    readonly data: {
      readonly items: readonly WebhookDelivery[];
      readonly pagination: {
        readonly page: number;
        readonly limit: number;
        readonly total: number;
        readonly totalPages: number;
      };
    };
  };
  /** List tokens, newest first */
  readonly 'GET /v2/stores/{storeId}/tokens': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
    };
    readonly data: {
      readonly items: readonly {
        /** `stk_…` */
        readonly id: string;
        readonly name: string;
        readonly permissions: readonly (
          'REPORTS_READ' | 'REPORTS_WRITE' | 'PAYOUTS_READ' | 'WEBHOOKS_READ' | 'WEBHOOKS_WRITE'
        )[];
        /** How requests prove that they know the secret */
        readonly mode: 'BEARER' | 'HMAC';
        readonly requireV2: boolean;
        /** UTC, milliseconds: `2026-04-01T00:00:00.000Z` */
        readonly createdAt: string;
        readonly expiresAt: string | null;
        readonly lastUsedAt: string | null;
      }[];
    };
  };
  /** Make a token */
  readonly 'POST /v2/stores/{storeId}/tokens': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
    };
    readonly body: {
      /** What it is for, 1 to 256 characters */
      readonly name: string;
      readonly permissions: readonly (
        'REPORTS_READ' | 'REPORTS_WRITE' | 'PAYOUTS_READ' | 'WEBHOOKS_READ' | 'WEBHOOKS_WRITE'
      )[];
      /** BEARER: the secret is sent with each request. HMAC: each request is signed with a key made of it */
      readonly mode?: 'BEARER' | 'HMAC';
      /** Of an HMAC token: take no other signatures than v2 */
      readonly requireV2?: boolean;
      /** A date-time in the future; without one the token does not expire */
      readonly expiresAt?: string;
    };
    readonly data: {
      /** `stk_…` */
      readonly id: string;
      readonly name: string;
      readonly permissions: readonly (
        'REPORTS_READ' | 'REPORTS_WRITE' | 'PAYOUTS_READ' | 'WEBHOOKS_READ' | 'WEBHOOKS_WRITE'
      )[];
      /** How requests prove that they know the secret */
      readonly mode: 'BEARER' | 'HMAC';
      readonly requireV2: boolean;
      /** `sk_live_…`, shown this once */
      readonly secret: string;
      /** UTC, milliseconds: `2026-04-01T00:00:00.000Z` */
      readonly createdAt: string;
      readonly expiresAt: string | null;
    };
  };
  /** Give a token a new secret; the old one ends at once */
  readonly 'POST /v2/stores/{storeId}/tokens/{tokenId}/roll-secret': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
      /** The token, `stk_…` */
      readonly tokenId: string;
    };
    readonly body: Record<never, never>;
    readonly data: {
      /** `stk_…` */
      readonly id: string;
      readonly name: string;
      readonly permissions: readonly (
        'REPORTS_READ' | 'REPORTS_WRITE' | 'PAYOUTS_READ' | 'WEBHOOKS_READ' | 'WEBHOOKS_WRITE'
      )[];
      /** How requests prove that they know the secret */
      readonly mode: 'BEARER' | 'HMAC';
      readonly requireV2: boolean;
      /** `sk_live_…`, shown this once */
      readonly secret: string;
      /** UTC, milliseconds: `2026-04-01T00:00:00.000Z` */
      readonly createdAt: string;
      readonly expiresAt: string | null;
    };
  };
  /** Delete a token; it ends at once */
  readonly 'DELETE /v2/stores/{storeId}/tokens/{tokenId}': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
      /** The token, `stk_…` */
      readonly tokenId: string;
    };
    readonly data: {
      /** The token, `stk_…` */
      readonly id: string;
    };
  };
  /** List members */
  readonly 'GET /v2/stores/{storeId}/members': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
    };
    readonly data: {
      readonly items: readonly {
        readonly accountId: string;
        readonly email: string;
        /** What the member may do */
        readonly role: 'VIEWER' | 'MODERATOR' | 'DEVELOPER' | 'ADMINISTRATOR' | 'OWNER';
        /** UTC, milliseconds: `2026-04-01T00:00:00.000Z` */
        readonly createdAt: string;
      }[];
    };
  };
  /** Add a member by e-mail address */
  readonly 'POST /v2/stores/{storeId}/members': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
    };
    readonly body: {
      readonly email: string;
      /** What the member may do */
      readonly role: 'VIEWER' | 'MODERATOR' | 'DEVELOPER' | 'ADMINISTRATOR';
    };
    readonly data: {
      readonly accountId: string;
      readonly email: string;
      /** What the member may do */
      readonly role: 'VIEWER' | 'MODERATOR' | 'DEVELOPER' | 'ADMINISTRATOR' | 'OWNER';
      /** UTC, milliseconds: `2026-04-01T00:00:00.000Z` */
      readonly createdAt: string;
    };
  };
  /** Give a member another role */
  readonly 'PATCH /v2/stores/{storeId}/members/{accountId}': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
      /** The account, `acc_…` */
      readonly accountId: string;
    };
    readonly body: {
      /** What the member may do */
      readonly role: 'VIEWER' | 'MODERATOR' | 'DEVELOPER' | 'ADMINISTRATOR';
    };
    readonly data: {
      readonly accountId: string;
      readonly email: string;
      /** What the member may do */
      readonly role: 'VIEWER' | 'MODERATOR' | 'DEVELOPER' | 'ADMINISTRATOR' | 'OWNER';
      /** UTC, milliseconds: `2026-04-01T00:00:00.000Z` */
      readonly createdAt: string;
    };
  };
  /** End a membership */
  readonly 'DELETE /v2/stores/{storeId}/members/{accountId}': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
      /** The account, `acc_…` */
      readonly accountId: string;
    };
    readonly data: {
      /** The account, `acc_…` */
      readonly accountId: string;
    };
  };
  /** Get the settings */
  readonly 'GET /v2/stores/{storeId}/settings': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
    };
    readonly data: {
      readonly notifications: {
        /** E-mail to the owner when a report succeeds or fails */
        readonly reportReady: boolean;
      };
    };
  };
  /** Change the settings */
  readonly 'PUT /v2/stores/{storeId}/settings': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
    };
    readonly body: {
      readonly notifications: {
        /** E-mail to the owner when a report succeeds or fails */
        readonly reportReady: boolean;
      };
    };
    readonly data: {
      readonly notifications: {
        /** E-mail to the owner when a report succeeds or fails */
        readonly reportReady: boolean;
      };
    };
  };
  /** List Store API requests, or downloads, of the last 30 days, newest first */
  readonly 'GET /v2/stores/{storeId}/api-logs': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
    };
    readonly query: {
      /** Requests to the Store API, or downloads of files */
      readonly kind?: 'requests' | 'downloads';
      /** Only what this token did */
      readonly tokenId?: string;
      /** Only requests answered so; not for downloads */
      readonly status?: '2xx' | '4xx' | '5xx';
      /** Only downloads of the files of this report */
      readonly reportId?: string;
      /** A date-time: only what is older */
      readonly before?: string;
      readonly page?: number;
      readonly limit?: number;
    };
    readonly data:
      | {
          readonly items: readonly {
            readonly id: string;
            /** UTC, milliseconds: `2026-04-01T00:00:00.000Z` */
            readonly at: string;
            readonly method: string;
            /** Without the query string; a segment that is no identifier or known word reads `:name` */
            readonly path: string;
            readonly status: number;
            readonly durationMs: number;
            readonly tokenId: string;
            readonly ip: string | null;
            /** The `X-Request-Id` of the answer */
            readonly requestId: string;
          }[];
          readonly pagination: {
            readonly page: number;
            readonly limit: number;
            /** Only the newest 100000 are counted and shown; ask with `before` for older ones */
            readonly total: number;
            readonly totalPages: number;
          };
        }
      | {
          readonly items: readonly {
            readonly id: string;
            /** When the signed URL of the file was handed out. The bytes then come straight from the storage, so this is what counts as a download */
            readonly at: string;
            readonly reportId: string;
            /** Which file of the report */
            readonly format: 'CSV' | 'JSON';
            readonly tokenId: string | null;
            readonly accountId: string | null;
            readonly ip: string | null;
            /** The `X-Request-Id` of the answer */
            readonly requestId: string;
          }[];
          readonly pagination: {
            readonly page: number;
            readonly limit: number;
            /** Only the newest 100000 are counted and shown; ask with `before` for older ones */
            readonly total: number;
            readonly totalPages: number;
          };
        };
  };
  /** Get what the balance did from day to day */
  readonly 'GET /v2/stores/{storeId}/overview': {
    readonly path: {
      /** The store, `shp_…` */
      readonly storeId: string;
    };
    readonly query: {
      /** The first day, in UTC; if left out, 29 days before the last */
      readonly from?: string;
      /** The last day, in UTC; today if left out */
      readonly to?: string;
    };
    readonly data: {
      /** Of every amount, which is in its smallest unit */
      readonly currency: string;
      /** Before the first day */
      readonly openingBalance: number;
      /** Every day from the first to the last */
      readonly days: readonly {
        /** A day in UTC */
        readonly date: string;
        readonly paymentsCount: number;
        /** What customers paid */
        readonly grossAmount: number;
        /** What platform and processor kept of that */
        readonly feesAmount: number;
        readonly refundsCount: number;
        /** As the ledger has it: negative */
        readonly refundsAmount: number;
        /** Opened on that day */
        readonly disputesCount: number;
        /** As the ledger has it: negative when opened, positive when won */
        readonly disputesAmount: number;
        /** As the ledger has it: negative, positive when one came back */
        readonly payoutsAmount: number;
        /** Adjustments and the opening balance */
        readonly otherAmount: number;
        /** After the last entry up to the end of the day */
        readonly closingBalance: number;
      }[];
    };
  };
};
