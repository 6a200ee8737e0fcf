import { GENERATE_REPORT, SEND_REPORT_MAIL, SEND_SIGN_IN_LINK, TELL_OF_REPORT } from '../domain/job.ts';
import { ATTEMPT_MAX_MINUTES } from '../domain/limits.ts';
import type { QueueDefinition } from '../queue/queue-definition.ts';

const LOST_WORKER_SECONDS = 10;
const HANDOVER_SECONDS = 60;
const MAIL_MAX_SECONDS = 120;
const RETRY_SOON_SECONDS = 10;
/** A mail server that comes back gets what waited for it within this. */
const RETRY_MAIL_SECONDS = 30;
const RETRIES_UNTIL_OVER = 100_000;

/** Every queue of the product. */
export const QUEUES: readonly QueueDefinition[] = [
  {
    name: GENERATE_REPORT,
    heartbeatSeconds: LOST_WORKER_SECONDS,
    expireInSeconds: ATTEMPT_MAX_MINUTES * 60 + HANDOVER_SECONDS,
    retryLimit: 20,
    retryDelayMax: RETRY_SOON_SECONDS,
  },
  {
    name: TELL_OF_REPORT,
    heartbeatSeconds: LOST_WORKER_SECONDS,
    expireInSeconds: MAIL_MAX_SECONDS,
    retryLimit: RETRIES_UNTIL_OVER,
    retryDelayMax: RETRY_SOON_SECONDS,
  },
  {
    name: SEND_REPORT_MAIL,
    heartbeatSeconds: LOST_WORKER_SECONDS,
    expireInSeconds: MAIL_MAX_SECONDS,
    // The job ends itself when the mail is too old to be sent.
    retryLimit: RETRIES_UNTIL_OVER,
    retryDelayMax: RETRY_MAIL_SECONDS,
  },
  {
    name: SEND_SIGN_IN_LINK,
    heartbeatSeconds: LOST_WORKER_SECONDS,
    expireInSeconds: MAIL_MAX_SECONDS,
    // Until the link is too old to be sent, which ends the job.
    retryLimit: 100,
    retryDelayMax: RETRY_SOON_SECONDS,
  },
];
