import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { daysSearch } from '../pages/overview/days-shown.ts';
import { NotFound } from '../parts/not-found.tsx';
import { Problem } from '../parts/problem.tsx';
import { forgetSession, mayHaveSession } from './daybook.ts';
import { onSessionOver, queries } from './queries.ts';
import { Shell } from './shell.tsx';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

/** `?page=2`; the first page goes without. */
function pageOf(search: Record<string, unknown>): { page?: number } {
  const page = Number(search['page']);
  return Number.isSafeInteger(page) && page > 1 ? { page } : {};
}

/** Leads to the sign-in, and back here afterwards. */
function requireSession({ location }: { location: { href: string } }): void {
  if (!mayHaveSession()) redirect({ to: '/sign-in', search: { next: location.href }, throw: true });
}

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): { next?: string } =>
    typeof search['next'] === 'string' && /^\/(?!\/)/.test(search['next']) ? { next: search['next'] } : {},
  component: lazyRouteComponent(() => import('../pages/sign-in/sign-in.tsx'), 'SignIn'),
});

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: requireSession,
  component: lazyRouteComponent(() => import('../pages/home.tsx'), 'Home'),
});

const store = createRoute({
  getParentRoute: () => root,
  path: '/stores/$storeId',
  beforeLoad: requireSession,
  component: Shell,
});

const overview = createRoute({
  getParentRoute: () => store,
  path: '/',
  validateSearch: daysSearch,
  component: lazyRouteComponent(() => import('../pages/overview/overview.tsx'), 'Overview'),
});

export const REPORT_TABS = ['all', 'ready', 'generating', 'failed'] as const;
export type ReportTab = (typeof REPORT_TABS)[number];

const reports = createRoute({
  getParentRoute: () => store,
  path: '/reports',
  validateSearch: (search): { tab?: ReportTab; page?: number } => {
    const tab = REPORT_TABS.find((each) => each === search['tab']);
    return { ...(tab ? { tab } : {}), ...pageOf(search) };
  },
  component: lazyRouteComponent(() => import('../pages/reports/reports.tsx'), 'Reports'),
});

const newReport = createRoute({
  getParentRoute: () => store,
  path: '/reports/new',
  component: lazyRouteComponent(() => import('../pages/new-report/new-report.tsx'), 'NewReport'),
});

const report = createRoute({
  getParentRoute: () => store,
  path: '/reports/$reportId',
  component: lazyRouteComponent(() => import('../pages/report/report.tsx'), 'ReportPage'),
});

const ledger = createRoute({
  getParentRoute: () => store,
  path: '/ledger',
  validateSearch: (search): { page?: number; type?: string } => {
    return {
      ...pageOf(search),
      ...(typeof search['type'] === 'string' ? { type: search['type'] } : {}),
    };
  },
  component: lazyRouteComponent(() => import('../pages/ledger/ledger.tsx'), 'Ledger'),
});

const tokens = createRoute({
  getParentRoute: () => store,
  path: '/tokens',
  component: lazyRouteComponent(() => import('../pages/tokens/tokens.tsx'), 'Tokens'),
});

const webhooks = createRoute({
  getParentRoute: () => store,
  path: '/webhooks',
  component: lazyRouteComponent(() => import('../pages/webhooks/webhooks.tsx'), 'Webhooks'),
});

const webhook = createRoute({
  getParentRoute: () => store,
  path: '/webhooks/$endpointId',
  component: lazyRouteComponent(() => import('../pages/webhooks/webhook.tsx'), 'WebhookPage'),
});

const requestLog = createRoute({
  getParentRoute: () => store,
  path: '/api-logs',
  validateSearch: (search): { kind?: 'downloads'; page?: number } => ({
    ...(search['kind'] === 'downloads' ? { kind: 'downloads' } : {}),
    ...pageOf(search),
  }),
  component: lazyRouteComponent(() => import('../pages/request-log/request-log.tsx'), 'RequestLog'),
});

const members = createRoute({
  getParentRoute: () => store,
  path: '/members',
  component: lazyRouteComponent(() => import('../pages/members/members.tsx'), 'Members'),
});

const notifications = createRoute({
  getParentRoute: () => store,
  path: '/settings',
  component: lazyRouteComponent(() => import('../pages/notifications.tsx'), 'Notifications'),
});

const sessions = createRoute({
  getParentRoute: () => store,
  path: '/sessions',
  component: lazyRouteComponent(() => import('../pages/sessions/sessions.tsx'), 'Sessions'),
});

/** Open to everybody: an auditor needs no account. */
const verify = createRoute({
  getParentRoute: () => root,
  path: '/verify',
  component: lazyRouteComponent(() => import('../pages/verify/verify.tsx'), 'Verify'),
});

/** Pages mirror URLs. */
export const router = createRouter({
  routeTree: root.addChildren([
    home,
    signIn,
    verify,
    store.addChildren([
      overview,
      reports,
      newReport,
      report,
      ledger,
      tokens,
      webhooks,
      webhook,
      requestLog,
      members,
      notifications,
      sessions,
    ]),
  ]),
  defaultErrorComponent: ({ error }) => <Problem error={error} />,
  scrollRestoration: true,
});

onSessionOver.run = () => {
  forgetSession();
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
