import pg from 'pg';

/** Reads the queue's own tables as the superuser. */
export type QueuedJobs = {
  /** Everything the queue keeps of every job, as text. */
  text(): Promise<string>;
  /** Resolves once no job waits or runs. */
  done(): Promise<void>;
  close(): Promise<void>;
};

export async function openQueuedJobs(superUrl: string): Promise<QueuedJobs> {
  const client = new pg.Client({ connectionString: superUrl });
  await client.connect();
  return {
    async text() {
      const { rows } = await client.query<{ text: string }>(
        `select string_agg(job::text, E'\\n') as text from daybook_queue.job`,
      );
      return rows[0]?.text ?? '';
    },
    async done() {
      const open = `select 1 from daybook_queue.job where state in ('created', 'active', 'retry') and name not like '\\_\\_%' limit 1`;
      while ((await client.query(open)).rowCount !== 0);
    },
    close: () => client.end(),
  };
}
