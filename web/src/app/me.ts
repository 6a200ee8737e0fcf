import { queryOptions } from '@tanstack/react-query';
import { daybook } from './daybook.ts';

/** Who is signed in, with the stores and the roles there. */
export const me = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => daybook.call('GET /v2/me', { signal }),
  staleTime: 60_000,
});
