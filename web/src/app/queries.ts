import { isDaybookError } from '@daybook/client';
import { QueryCache, QueryClient } from '@tanstack/react-query';

/** What leads to the sign-in; the router, which knows the pages, sets it. */
export const onSessionOver = { run: (): void => {} };

/** Every answer that the pages share. A session that is over, here or elsewhere, leads to the sign-in. */
export const queries = new QueryClient({
  queryCache: new QueryCache({
    onError(error) {
      if (isDaybookError(error, 'UNAUTHENTICATED')) onSessionOver.run();
    },
  }),
  // The client itself tries again what is worth it.
  defaultOptions: { queries: { retry: false, staleTime: 5_000 } },
});
