import type { Report } from '@daybook/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { daybookOf } from '../../app/daybook.ts';

/** One report to be queued. */
export type Wanted = {
  readonly type: Report['type'];
  readonly formats: Report['formats'];
  readonly formulaGuard: boolean;
  readonly periodStart: string;
  readonly periodEnd: string;
};

/** Queues reports one after the other, so that those that were queued before a refusal stay; then shows them. */
export function useQueue(storeId: string) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  return useMutation({
    async mutationFn(wanted: readonly Wanted[]) {
      const made: Report[] = [];
      for (const each of wanted) made.push(await daybookOf(storeId).reports.create(each));
      return made;
    },
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['reports', storeId] }),
        queries.invalidateQueries({ queryKey: ['report-counts', storeId] }),
      ]),
    async onSuccess(made) {
      const [first] = made;
      if (made.length === 1 && first)
        await navigate({ to: '/stores/$storeId/reports/$reportId', params: { storeId, reportId: first.id } });
      else await navigate({ to: '/stores/$storeId/reports', params: { storeId } });
    },
  });
}
