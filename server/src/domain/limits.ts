/** Every limit of the product, each with its unit in its name. The numbers are those of the contract with clients. */

export const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;
export const MINUTE_MS = 60_000;

/** The longest period of a report; one whole UTC calendar quarter is taken too. */
export const PERIOD_MAX_DAYS = 90;
/** Days that one overview of a store tells of. */
export const OVERVIEW_MAX_DAYS = 366;
/** The same where nothing is said of the first. */
export const OVERVIEW_DEFAULT_DAYS = 30;
/** Reports of one store that may be PENDING or PROCESSING at once. */
export const ACTIVE_REPORTS_MAX = 10;
/** Reports, files and manifests are gone this long after `createdAt`. */
export const RETENTION_DAYS = 30;
/** A worker sweeps when it starts and so long after each end of a sweep, so that there is one in every hour. */
export const SWEEP_EVERY_MS = 30 * MINUTE_MS;
/** A sweep that takes longer ends early, and the next one goes on. */
export const SWEEP_MAX_MS = 30 * MINUTE_MS;
/** Rows that the sweep deletes in one transaction; reports take their files and attempts with them. */
export const SWEEP_BATCH_ROWS = 5_000;
export const SWEEP_BATCH_REPORTS = 200;
/** How far the clocks of two machines may be apart: further away from the database's nothing is swept, and what guards against a second use is swept so much later. */
export const SWEEP_CLOCK_SKEW_MS = 5 * MINUTE_MS;
/** Sign-in links, sessions, refresh tokens and counters of sign-in requests are swept so long after they are over. */
export const SIGN_IN_REMAINS_KEPT_HOURS = 24;
export const DOWNLOAD_URL_TTL_SECONDS = 300;
export const REPORT_ATTEMPTS_MAX = 3;
/** Waits before the second and the third attempt; each is varied by ±RETRY_JITTER. */
export const RETRY_WAITS_SECONDS: readonly number[] = [2, 8];
export const RETRY_JITTER = 0.25;
export const ATTEMPT_MAX_MINUTES = 30;
/** How often each worker looks for reports that lost theirs, and how long after the first sight it looks again. */
export const RECONCILE_EVERY_MS = 1_000;
export const RECONCILE_CONFIRM_MS = 300;
/** A worker that got a job and has not taken up its report so much later has lost it. */
export const TAKE_UP_MAX_MS = 2_000;
/** An attempt waits so long for a replica to be where the primary was when it began. */
export const REPLAY_WAIT_MAX_MS = 30_000;
export const REPLAY_ASKED_EVERY_MS = 50;
/** Reports that one such look takes care of. */
export const RECONCILE_BATCH_REPORTS = 100;
/** A process that was stopped in a transaction keeps its locks no longer than this. */
export const IDLE_TRANSACTION_MAX_MS = 15_000;
/** How long an attempt that has ended waits for the database to say so. */
export const DATABASE_RETURN_MAX_MS = 10_000;
/** How long a process that was asked to stop lets its running reports go on. */
export const STOP_GRACE_MS = 1_000;
/** How long an API process that was asked to stop goes on answering, so that load balancers notice first. */
export const LEAVING_MS = 5_000;
/** How often `rowsWritten` is brought up to date while a report is generated. */
export const PROGRESS_EVERY_MS = 1_000;

export const WAIT_MAX_SECONDS = 30;
export const LIST_LIMIT_MAX = 100;
export const LIST_LIMIT_DEFAULT = 25;
export const LIST_PAGE_MAX = 1_000_000;
export const RATE_LIMIT_REQUESTS_PER_SECOND = 60;
/** Requests of one token that are refused at once; further ones of that second are held. */
export const RATE_LIMIT_REFUSED_AT_ONCE_PER_SECOND = 60;
/** How long, give or take a half. */
export const REFUSAL_HELD_MS = 1_000;
/** Refused requests that one process holds at a time. */
export const HELD_REFUSALS_MAX = 1_000;
export const JSON_BODY_MAX_BYTES = 64 * 1024;

/** A mail about a report is tried again for so long after the report's end. */
export const REPORT_MAIL_TRIED_DAYS = 3;

/** For one delivery of a webhook, from the name of its host to the end of the answer. */
export const WEBHOOK_TIMEOUT_MS = 15_000;
/** Waits between them: `webhook-schedule.ts`. A test is tried once. */
export const WEBHOOK_ATTEMPTS_MAX = 10;
/** How long an attempt may take with all that belongs to it; whoever is not back by then has lost the delivery. */
export const WEBHOOK_BACK_BY_MS = 45_000;
/** How often each worker looks for deliveries that are due. */
export const WEBHOOKS_LOOKED_FOR_EVERY_MS = 1_000;
/** Deliveries that one worker has under way at a time, and those of one store among them. */
export const WEBHOOKS_AT_ONCE = 16;
export const WEBHOOKS_AT_ONCE_PER_STORE = 4;
export const WEBHOOK_ENDPOINTS_MAX = 20;
export const WEBHOOK_URL_MAX_CHARACTERS = 2_048;
export const WEBHOOK_NOTE_MAX_CHARACTERS = 256;
/** How long the secret before the last one still signs. */
export const WEBHOOK_SECRET_OVERLAP_HOURS = 24;
/** An owner is told of deliveries to one endpoint that were given up no more often than that. */
export const WEBHOOK_TOLD_EVERY_HOURS = 24;
/** Of an endpoint's answer; nobody reads more. */
export const WEBHOOK_ANSWER_MAX_BYTES = 64 * 1024;

export const SIGN_IN_LINK_TTL_MINUTES = 10;
/** Links mailed to one account. */
export const SIGN_IN_LINKS_PER_HOUR_MAX = 5;
/** Links asked for from one network, whoever for. */
export const SIGN_IN_REQUESTS_PER_HOUR_MAX = 20;
/** A session not refreshed for so long is over. */
export const SESSION_TTL_DAYS = 30;
export const ACCESS_TOKEN_TTL_MINUTES = 15;
/** Live sessions of one account; one more ends the one that was used least recently. */
export const SESSIONS_MAX = 100;
export const DEVICE_MAX_CHARACTERS = 256;
/** Stores of one account that are listed. */
export const MEMBERSHIPS_LISTED_MAX = 1_000;
export const MAIL_TIMEOUT_SECONDS = 30;

/** Records of requests and downloads are written this long after the first of a batch, or when a batch is full. */
export const RECORDS_FLUSH_EVERY_MS = 1_000;
export const RECORDS_BATCH_MAX_ROWS = 1_000;
/** What waits in memory while the database is away; the oldest goes first. */
export const RECORDS_BUFFER_MAX_ROWS = 10_000;
/** A batch that waits longer, for a lock say, is given up and tried again. */
export const RECORDS_STATEMENT_MAX_MS = 2_000;
/** How far a page of records may reach back; `before` goes further. */
export const RECORDS_LISTED_MAX_ROWS = 100_000;
export const RECORDED_PATH_MAX_CHARACTERS = 512;
/** `lastUsedAt` of a token is this exact. */
export const TOKEN_USE_EVERY_MS = 60_000;
/** A secret that was rolled or deleted in one process is dead in all others after this; 1 s is allowed. */
export const TOKEN_KNOWN_MAX_MS = 900;
/** Tokens whose knowledge one process keeps so long. */
export const TOKENS_KNOWN_MAX = 10_000;

export const ACTIVITY_BATCH_MAX_LINES = 10_000;
export const ACTIVITY_BATCH_MAX_BYTES = 16 * 1024 * 1024;
export const ACTIVITY_LINE_MAX_BYTES = 1024 * 1024;
export const ERROR_DETAILS_MAX = 100;

/** Names of unknown fields are repeated up to here; every secret is longer. */
export const FIELD_SHOWN_MAX_CHARACTERS = 32;
export const NAME_MAX_CHARACTERS = 256;
export const NOTE_MAX_CHARACTERS = 1_024;
export const RISK_SCORE_MAX = 100;
export const METADATA_MAX_BYTES = 8_192;
export const DECIMAL_MAX_CHARACTERS = 40;

/** JSON numbers are exact up to here; amounts beyond ± this are refused. */
export const AMOUNT_MAX = Number.MAX_SAFE_INTEGER;

/** How far the timestamp of a signed request may be from the server's clock. */
export const HMAC_SKEW_MAX_SECONDS = 300;
/** How long a stored answer is given again to its Idempotency-Key. */
export const IDEMPOTENCY_TTL_HOURS = 24;
/** After this long a request that never answered is taken for dead, and its key is free again. */
export const IDEMPOTENCY_CLAIM_SECONDS = 60;

/** How long a request waits for the shared counter before this process counts for itself. */
export const RATE_LIMIT_SHARED_WAIT_MS = 500;
/** After an outage of the shared counter it is asked again so much later. */
export const RATE_LIMIT_SHARED_RETRY_MS = 1_000;
/** Answers of 401 to one network in one UTC minute; an IPv6 network is a /64. */
export const FAILED_CREDENTIALS_PER_MINUTE_MAX = 60;
/** Networks, and credentials that were good, which one process remembers. */
export const FAILED_CREDENTIALS_TRACKED_MAX = 10_000;
export const GOOD_CREDENTIAL_REMEMBERED_MINUTES = 10;

/** How long the headers of a request may take to come. */
export const HEADERS_TIMEOUT_MS = 10_000;
/** How long a whole request may take to come: 16 MiB of activity over a line of half a megabit per second. */
export const REQUEST_TIMEOUT_MS = 300_000;
export const KEEP_ALIVE_TIMEOUT_MS = 72_000;
/** How often connections are looked at for those limits. */
export const CONNECTIONS_CHECKED_EVERY_MS = 1_000;
/** How long whoever sent no well-formed HTTP has to read what it is told before the connection is cut. */
export const LAST_ANSWER_READ_MS = 1_000;
export const HEADERS_MAX_BYTES = 16 * 1024;

/** Of a file that is uploaded to S3: all parts but the last are of this size, the smallest that S3 takes: memory holds three of each file. */
export const S3_PART_BYTES = 5 * 1024 * 1024;
/** S3's own limit; with parts of 5 MiB a file ends at 48 GiB, some 60 million payments as JSON. */
export const S3_PARTS_MAX = 10_000;
/** Parts of one file that are under way at once; one more is being filled meanwhile. */
export const S3_PARTS_AT_ONCE = 2;
/** How often one request is sent to S3 in all, when it answers 5xx, cuts the connection or falls silent. */
export const S3_TRIES_MAX = 3;
export const S3_CONNECT_MAX_MS = 5_000;
/** How long S3 may neither take nor send a byte before a request is given up. */
export const S3_SILENCE_MAX_MS = 20_000;
/** How long the removal of what a failed upload left may take; what is left then is for the sweep. */
export const S3_CLEANUP_MAX_MS = 10_000;
export const S3_CHECK_MAX_MS = 5_000;
/** S3's own limits: keys that one request deletes, and objects or uploads on one page of a list. */
export const S3_DELETE_MAX_KEYS = 1_000;
export const S3_PAGE_MAX = 1_000;

/** While the database is in trouble: how often it is asked, when the trouble counts as over, how often the log repeats it. */
export const OUTAGE_ASKED_EVERY_MS = 500;
export const OUTAGE_OVER_AFTER_MS = 2_000;
export const OUTAGE_SAID_EVERY_MS = 60_000;
/** What Prometheus asks for comes without the depths of the queues where the database does not give them by then. */
export const METRICS_COLLECT_MAX_MS = 2_000;
/** A process that ends waits so long for the collector of its last traces. */
export const TRACES_FLUSH_MAX_MS = 2_000;
/** Refused requests of one sender: the log has the first of each such time, and the number of the others. */
export const REFUSALS_SUMMED_EVERY_MS = 10_000;
/** Senders whose refusals are summed up each for themselves; those of all others are summed up together. */
export const REFUSALS_TRACKED_MAX = 1_000;
