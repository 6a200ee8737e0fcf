import type { DataOf } from '@daybook/client';
import { queryOptions } from '@tanstack/react-query';
import { daybookOf } from '../../app/daybook.ts';

/** The tokens of a store, newest first. For developers and up. */
export function tokensOf(storeId: string) {
  return queryOptions({
    queryKey: ['tokens', storeId],
    queryFn: ({ signal }) => daybookOf(storeId).call('GET /v2/stores/{storeId}/tokens', { signal }),
  });
}

export type Token = DataOf<'GET /v2/stores/{storeId}/tokens'>['items'][number];
/** A token with its secret, this once. */
export type NewToken = DataOf<'POST /v2/stores/{storeId}/tokens'>;
