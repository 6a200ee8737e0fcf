import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { daybookOf } from '../../app/daybook.ts';

const LOOK_AGAIN_MS = 60_000;

/** What the balance did from one day to another. */
export function overviewOf(storeId: string, days: { from: string; to: string }) {
  return queryOptions({
    queryKey: ['overview', storeId, days.from, days.to],
    queryFn: ({ signal }) =>
      daybookOf(storeId).call('GET /v2/stores/{storeId}/overview', {
        query: { from: days.from, to: days.to },
        signal,
      }),
    placeholderData: keepPreviousData,
    refetchInterval: LOOK_AGAIN_MS,
  });
}

/** The answer: every day from the first to the last. */
export type Overview = Awaited<ReturnType<NonNullable<ReturnType<typeof overviewOf>['queryFn'] & object>>>;
export type Day = Overview['days'][number];
