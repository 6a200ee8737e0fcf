import type { DataOf } from '@daybook/client';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { daybookOf } from '../../app/daybook.ts';

const PAGE_ITEMS = 25;
const WATCH_MS = 2_000;

export type Endpoint = DataOf<'GET /v2/stores/{storeId}/webhooks'>['items'][number];
/** An endpoint with its secret, this once. */
export type NewEndpoint = DataOf<'POST /v2/stores/{storeId}/webhooks'>;
export type Delivery = DataOf<'GET /v2/stores/{storeId}/webhooks/{endpointId}/deliveries'>['items'][number];

/** What each kind of message tells. */
export const EVENT_TITLES: Readonly<Record<Delivery['eventType'], string>> = {
  REPORT_SUCCEEDED: 'A report is ready',
  REPORT_FAILED: 'A report has failed',
  TEST: 'A test',
};

/** The endpoints of a store. For developers and up. */
export function endpointsOf(storeId: string) {
  return queryOptions({
    queryKey: ['webhooks', storeId],
    queryFn: ({ signal }) => daybookOf(storeId).call('GET /v2/stores/{storeId}/webhooks', { signal }),
  });
}

/** What an endpoint was told, newest first; watched while something is under way. */
export function deliveriesOf(storeId: string, endpointId: string, page: number) {
  return queryOptions({
    queryKey: ['deliveries', storeId, endpointId, page],
    queryFn: ({ signal }) =>
      daybookOf(storeId).call('GET /v2/stores/{storeId}/webhooks/{endpointId}/deliveries', {
        path: { endpointId },
        query: { page, limit: PAGE_ITEMS },
        signal,
      }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }: { state: { data: { items: readonly Delivery[] } | undefined } }) =>
      state.data?.items.some(({ status }) => status === 'PENDING') ? WATCH_MS : false,
  });
}
