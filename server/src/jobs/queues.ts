import { GENERATE_REPORT } from '../domain/job.ts';
import { ATTEMPT_MAX_MINUTES } from '../domain/limits.ts';
import type { QueueDefinition } from '../queue/queue-definition.ts';

const LOST_WORKER_SECONDS = 10;
const HANDOVER_SECONDS = 60;

/** Every queue of the product. */
export const QUEUES: readonly QueueDefinition[] = [
  {
    name: GENERATE_REPORT,
    heartbeatSeconds: LOST_WORKER_SECONDS,
    expireInSeconds: ATTEMPT_MAX_MINUTES * 60 + HANDOVER_SECONDS,
    retryLimit: 20,
  },
];
