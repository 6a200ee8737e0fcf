/** The Postgres schema that pg-boss keeps its tables in. */
export const QUEUE_SCHEMA = 'daybook_queue';

/** A queue as pg-boss needs to know it. */
export type QueueDefinition = {
  readonly name: string;
  /** A worker that says nothing for so long has lost the job; at least 10. */
  readonly heartbeatSeconds: number;
  /** A job that runs longer is taken away. */
  readonly expireInSeconds: number;
  /** How often a job whose worker was lost or whose handler rejected is given out again. */
  readonly retryLimit: number;
  /** Seconds: the waits before each time double from one second up to this. */
  readonly retryDelayMax: number;
};
