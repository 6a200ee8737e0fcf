import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { NotFound } from '../parts/not-found.tsx';
import { Problem } from '../parts/problem.tsx';
import { onSessionOver, queries } from './queries.ts';
import { Shell } from './shell.tsx';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): { next?: string } =>
    typeof search['next'] === 'string' && /^\/(?!\/)/.test(search['next']) ? { next: search['next'] } : {},
  component: lazyRouteComponent(() => import('../pages/sign-in.tsx'), 'SignIn'),
});

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('../pages/home.tsx'), 'Home'),
});

const store = createRoute({ getParentRoute: () => root, path: '/stores/$storeId', component: Shell });

const storeHome = createRoute({
  getParentRoute: () => store,
  path: '/',
  beforeLoad: ({ params }) => redirect({ to: '/stores/$storeId/reports', params, throw: true }),
});

export const REPORT_TABS = ['all', 'ready', 'generating', 'failed'] as const;
export type ReportTab = (typeof REPORT_TABS)[number];

const reports = createRoute({
  getParentRoute: () => store,
  path: '/reports',
  validateSearch: (search): { tab?: ReportTab; page?: number } => {
    const tab = REPORT_TABS.find((each) => each === search['tab']);
    const page = Number(search['page']);
    return { ...(tab ? { tab } : {}), ...(Number.isSafeInteger(page) && page > 1 ? { page } : {}) };
  },
  component: lazyRouteComponent(() => import('../pages/reports/reports.tsx'), 'Reports'),
});

const newReport = createRoute({
  getParentRoute: () => store,
  path: '/reports/new',
  component: lazyRouteComponent(() => import('../pages/reports/new-report.tsx'), 'NewReport'),
});

const report = createRoute({
  getParentRoute: () => store,
  path: '/reports/$reportId',
  component: lazyRouteComponent(() => import('../pages/reports/report.tsx'), 'ReportPage'),
});

const ledger = createRoute({
  getParentRoute: () => store,
  path: '/ledger',
  validateSearch: (search): { page?: number; type?: string } => {
    const page = Number(search['page']);
    return {
      ...(Number.isSafeInteger(page) && page > 1 ? { page } : {}),
      ...(typeof search['type'] === 'string' ? { type: search['type'] } : {}),
    };
  },
  component: lazyRouteComponent(() => import('../pages/ledger.tsx'), 'Ledger'),
});

/** Pages mirror URLs. */
export const router = createRouter({
  routeTree: root.addChildren([
    home,
    signIn,
    store.addChildren([storeHome, reports, newReport, report, ledger]),
  ]),
  defaultErrorComponent: ({ error }) => <Problem error={error} />,
  scrollRestoration: true,
});

onSessionOver.run = () => {
  queries.clear();
  const { pathname, searchStr } = router.state.location;
  if (pathname !== '/sign-in')
    void router.navigate({ to: '/sign-in', search: { next: pathname + searchStr } });
};

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
