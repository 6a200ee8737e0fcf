import { type Caller } from '../../domain/caller.ts';
import { formatInstant } from '../../domain/instant.ts';
import { ACTIVITY_BATCH_MAX_LINES } from '../../domain/limits.ts';
import { recordActivityBatch } from '../../verbs/activity/record.ts';
import type { VerbContext } from '../../verbs/context.ts';
import { createStore } from '../../verbs/stores/create.ts';
import { listStores } from '../../verbs/stores/list.ts';
import { demoStart } from './demo-start.ts';
import { DEMO_STORE } from './demo-store.ts';
import { generateDemoActivity } from './generate-demo-activity.ts';

const OPERATOR: Caller = { kind: 'operator' };

/** Makes the demo store where there is none, and feeds it its activity, the way a platform does. Safe to repeat. */
export async function ensureDemoStore(
  context: Pick<VerbContext, 'database' | 'clock'>,
  onProgress: (lines: number) => void,
): Promise<{ storeId: string }> {
  const { items } = await listStores(context, OPERATOR, { handle: DEMO_STORE.handle, page: 1, limit: 1 });
  const { title, handle, country, currency, ownerEmail, openingBalance, days, payments, seed } = DEMO_STORE;
  const store =
    items[0] ??
    (await createStore(context, OPERATOR, {
      ...{ title, handle, country, currency, ownerEmail, openingBalance },
      openingBalanceAt: formatInstant(demoStart({ until: context.clock(), days })),
    }));
  // The store's own age is the seed's other half, so an import that was cut short goes on where it stopped.
  const activity = generateDemoActivity({ seed, days, payments, currency, until: store.createdAt });
  let sent = 0;
  for (const batch of batches(activity)) {
    await recordActivityBatch(context, OPERATOR, { storeId: store.id, lines: batch });
    sent += batch.length;
    onProgress(sent);
  }
  return { storeId: store.id };
}

function* batches(activity: Iterable<object>): Generator<string[]> {
  let batch: string[] = [];
  for (const line of activity) {
    batch.push(JSON.stringify(line));
    if (batch.length < ACTIVITY_BATCH_MAX_LINES) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
