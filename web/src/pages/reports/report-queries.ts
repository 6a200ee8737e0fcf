import type { DataOf, Report, ReportPage } from '@daybook/client';
import { queryOptions } from '@tanstack/react-query';
import { daybookOf } from '../../app/daybook.ts';
import { REPORT_TABS, type ReportTab } from '../../app/router.tsx';

/** Reports of a store that may be under way at once. */
export const AT_ONCE_MAX = 10;
const PAGE_ITEMS = 25;
/** While something is being generated; the server writes its progress down every second or two. */
const WATCH_MS = 1_000;

/** The latest downloads that the page of a report names. */
const DOWNLOADS_SHOWN = 10;

/** A download is written down some seconds after it. */
const NEW_DOWNLOADS_MS = 5_000;

type DownloadsPage = Extract<DataOf<'GET /v2/stores/{storeId}/api-logs'>, { items: readonly { reportId: string }[] }>; // prettier-ignore

/** What is asked how it stands, to know whether to look again. */
type Watched<Data> = { readonly state: { readonly data: Data | undefined } };

/** Whether anything may still happen to the report. */
export function isUnderWay({ status }: Pick<Report, 'status'>): boolean {
  return status === 'PENDING' || status === 'PROCESSING';
}

const STATUSES = {
  all: [undefined],
  ready: ['SUCCEEDED'],
  generating: ['PROCESSING', 'PENDING'],
  failed: ['FAILED'],
} as const;

/** One page of a tab, newest first. */
export function reportPage(storeId: string, tab: ReportTab, page: number) {
  return queryOptions({
    queryKey: ['reports', storeId, tab, page],
    async queryFn({ signal }) {
      const [first, second] = await Promise.all(
        STATUSES[tab].map((status) =>
          daybookOf(storeId).reports.list(
            { ...(status ? { status } : {}), page, limit: PAGE_ITEMS },
            { signal },
          ),
        ),
      );
      // At most AT_ONCE_MAX can be under way, so both lists are whole.
      return { ...(first as ReportPage), items: [...(first?.items ?? []), ...(second?.items ?? [])] };
    },
    refetchInterval: ({ state }: Watched<{ items: readonly Report[] }>) =>
      state.data?.items.some(isUnderWay) ? WATCH_MS : false,
  });
}

/** How many reports each tab has. */
export function reportCounts(storeId: string) {
  return queryOptions({
    queryKey: ['report-counts', storeId],
    async queryFn({ signal }) {
      const { reports } = daybookOf(storeId);
      const countOf = async (tab: ReportTab) => {
        const pages = await Promise.all(
          STATUSES[tab].map((status) =>
            reports.list({ ...(status ? { status } : {}), limit: 1 }, { signal }),
          ),
        );
        return [tab, pages.reduce((sum, { pagination }) => sum + pagination.total, 0)] as const;
      };
      return Object.fromEntries(await Promise.all(REPORT_TABS.map(countOf))) as Record<ReportTab, number>;
    },
    refetchInterval: ({ state }: Watched<Record<ReportTab, number>>) =>
      state.data?.generating ? WATCH_MS : false,
  });
}

/** One report; watched until it has ended. */
export function oneReport(storeId: string, reportId: string) {
  return queryOptions({
    queryKey: ['report', storeId, reportId],
    queryFn: ({ signal }) => daybookOf(storeId).reports.get(reportId, { signal }),
    refetchInterval: ({ state }: Watched<Report>) =>
      state.data && isUnderWay(state.data) ? WATCH_MS : false,
  });
}

/** What the operator signed about a report that is ready. */
export function manifestOf(storeId: string, reportId: string) {
  return queryOptions({
    queryKey: ['manifest', storeId, reportId],
    queryFn: ({ signal }) => daybookOf(storeId).reports.manifest(reportId, { signal }),
    staleTime: Infinity,
  });
}

/** Who took the report's files, newest first. Only developers and up may ask. */
export function downloadsOf(storeId: string, reportId: string) {
  return queryOptions({
    queryKey: ['downloads', storeId, reportId],
    async queryFn({ signal }) {
      const query = { kind: 'downloads', reportId, limit: DOWNLOADS_SHOWN } as const;
      const page = await daybookOf(storeId).call('GET /v2/stores/{storeId}/api-logs', { query, signal });
      return page as DownloadsPage;
    },
    refetchInterval: NEW_DOWNLOADS_MS,
  });
}
