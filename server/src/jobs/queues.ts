import { GENERATE_REPORT, SEND_SIGN_IN_LINK } from '../domain/job.ts';
import { ATTEMPT_MAX_MINUTES } from '../domain/limits.ts';
import type { QueueDefinition } from '../queue/queue-definition.ts';

const LOST_WORKER_SECONDS = 10;
const HANDOVER_SECONDS = 60;
const MAIL_MAX_SECONDS = 120;

/** Every queue of the product. */
export const QUEUES: readonly QueueDefinition[] = [
  {
    name: GENERATE_REPORT,
    heartbeatSeconds: LOST_WORKER_SECONDS,
    expireInSeconds: ATTEMPT_MAX_MINUTES * 60 + HANDOVER_SECONDS,
    retryLimit: 20,
  },
  {
    name: SEND_SIGN_IN_LINK,
    heartbeatSeconds: LOST_WORKER_SECONDS,
    expireInSeconds: MAIL_MAX_SECONDS,
    // Waits of up to 10 seconds: until the link is too old to be sent, which ends the job.
    retryLimit: 100,
  },
];
