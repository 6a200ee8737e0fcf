import { PgBoss } from 'pg-boss';
import { withAdvisoryLock } from '../db/with-advisory-lock.ts';
import { type QueueDefinition, QUEUE_SCHEMA } from './queue-definition.ts';

const QUEUE_MIGRATION_LOCK = 4_730_115;
const FINISHED_JOB_KEPT_SECONDS = 3_600;

/**
 * Makes or upgrades pg-boss's tables and the queues as their owner, and lets `daybook_app` use them. Several processes
 * may try at once: they take turns.
 */
export async function migrateQueue(ownerUrl: string, definitions: readonly QueueDefinition[]): Promise<void> {
  await withAdvisoryLock(ownerUrl, QUEUE_MIGRATION_LOCK, async (client) => {
    await makeQueues(ownerUrl, definitions);
    await client.query(`
      grant usage on schema ${QUEUE_SCHEMA} to daybook_app;
      grant select, insert, update, delete on all tables in schema ${QUEUE_SCHEMA} to daybook_app;
      grant usage on all sequences in schema ${QUEUE_SCHEMA} to daybook_app;
      grant execute on all functions in schema ${QUEUE_SCHEMA} to daybook_app`);
  });
}

async function makeQueues(ownerUrl: string, definitions: readonly QueueDefinition[]): Promise<void> {
  const boss = new PgBoss({
    connectionString: ownerUrl,
    schema: QUEUE_SCHEMA,
    supervise: false,
    schedule: false,
    max: 2,
  });
  let failure: Error | undefined;
  boss.on('error', (error) => (failure ??= error));
  await boss.start();
  try {
    for (const definition of definitions) await ensureQueue(boss, definition);
  } finally {
    await boss.stop({ graceful: false, close: true });
  }
  if (failure) throw failure;
}

async function ensureQueue(boss: PgBoss, definition: QueueDefinition): Promise<void> {
  const { name, ...limits } = definition;
  const options = {
    ...limits,
    retryDelay: 1,
    retryBackoff: true,
    deleteAfterSeconds: FINISHED_JOB_KEPT_SECONDS,
    notify: true,
  };
  if (await boss.getQueue(name)) await boss.updateQueue(name, options);
  else await boss.createQueue(name, { ...options, policy: 'standard' });
}
