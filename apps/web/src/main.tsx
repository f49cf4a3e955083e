import { notifyManager, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createBrowserRouter } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { ApiFailure } from './api/api-failure';
import './base.css';
import { session } from './session/session';
import { Layout } from './shell/layout';
import {
  loadCampaign,
  loadCampaigns,
  loadDevice,
  loadFleet,
  loadResults,
  loadSchedule,
  loadSchedules,
  loadTrials,
} from './shell/next-pages';
import { NotFound, PageError } from './shell/page-error';
import { applyTheme, readTheme } from './shell/theme';

const MAX_RETRIES = 2;
const STALE_MS = 2_000;
const BEGIN_AGAIN_MS = 2_000;

// An answer is drawn at once: a timer would wait for whatever else the browser has to do.
notifyManager.setScheduler(queueMicrotask);

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: STALE_MS,
      retry: (failures, error) => error instanceof ApiFailure && error.problem.transient && failures < MAX_RETRIES,
    },
    mutations: { retry: false },
  },
});

const router = createBrowserRouter([
  {
    path: '/',
    Component: Layout,
    ErrorBoundary: PageError,
    children: [
      {
        ErrorBoundary: PageError,
        children: [
          { index: true, lazy: async () => ({ Component: (await import('./pages/overview')).Overview }) },
          { path: 'fleet', lazy: async () => ({ Component: (await loadFleet()).Fleet }) },
          { path: 'groups', lazy: async () => ({ Component: (await import('./pages/groups')).Groups }) },
          { path: 'enroll', lazy: async () => ({ Component: (await import('./pages/enroll')).Enroll }) },
          {
            path: 'enroll/inventory',
            lazy: async () => ({ Component: (await import('./pages/inventory')).Inventory }),
          },
          { path: 'fleet/:name', lazy: async () => ({ Component: (await loadDevice()).Device }) },
          { path: 'campaigns', lazy: async () => ({ Component: (await loadCampaigns()).Campaigns }) },
          {
            path: 'campaigns/new',
            lazy: async () => ({ Component: (await import('./pages/new-campaign')).NewCampaign }),
          },
          {
            path: 'campaigns/:campaignId',
            lazy: async () => ({ Component: (await loadCampaign()).Campaign }),
          },
          {
            path: 'campaigns/:campaignId/results',
            lazy: async () => ({ Component: (await loadResults()).Results }),
          },
          {
            path: 'campaigns/:campaignId/search',
            lazy: async () => ({ Component: (await import('./pages/search/search')).Search }),
          },
          {
            path: 'campaigns/:campaignId/recompute',
            lazy: async () => ({ Component: (await import('./pages/recompute/recompute')).Recompute }),
          },
          { path: 'answer', lazy: async () => ({ Component: (await import('./pages/answer/answer')).Answer }) },
          {
            path: 'campaigns/:campaignId/trials',
            lazy: async () => ({ Component: (await loadTrials()).Trials }),
          },
          {
            path: 'campaigns/:campaignId/trials/:trialId',
            lazy: async () => ({ Component: (await import('./pages/trial/trial')).Trial }),
          },
          {
            path: 'schedules',
            lazy: async () => ({ Component: (await loadSchedules()).Schedules }),
          },
          {
            path: 'schedules/:name',
            lazy: async () => ({ Component: (await loadSchedule()).Schedule }),
          },
          {
            path: 'schedules/:name/changes',
            lazy: async () => ({ Component: (await import('./pages/schedules/changes')).Changes }),
          },
          {
            path: 'schedules/:name/series',
            lazy: async () => ({ Component: (await import('./pages/schedules/series')).Series }),
          },
          {
            path: 'schedules/:name/edit',
            lazy: async () => ({ Component: (await import('./pages/schedules/edit-schedule')).EditSchedule }),
          },
          {
            path: 'new-schedule',
            lazy: async () => ({ Component: (await import('./pages/schedules/edit-schedule')).NewSchedule }),
          },
          { path: 'nights', lazy: async () => ({ Component: (await import('./pages/schedules/nights')).Nights }) },
          {
            path: 'account',
            lazy: async () => ({ Component: (await import('./pages/admin/account')).Account }),
          },
          {
            path: 'admin',
            lazy: async () => ({ Component: (await import('./pages/admin/admin')).Admin }),
            children: [
              { path: 'users', lazy: async () => ({ Component: (await import('./pages/admin/users')).Users }) },
              {
                path: 'users/:name',
                lazy: async () => ({ Component: (await import('./pages/admin/user-keys')).UserKeys }),
              },
              {
                path: 'identities',
                lazy: async () => ({ Component: (await import('./pages/admin/identities')).Identities }),
              },
              { path: 'audit', lazy: async () => ({ Component: (await import('./pages/admin/audit')).AuditLog }) },
              { path: 'system', lazy: async () => ({ Component: (await import('./pages/admin/system')).System }) },
            ],
          },
          { path: '*', Component: NotFound },
        ],
      },
    ],
  },
]);

/** Whoever signs in next must not see what the last one could. */
function forgetOthers(): void {
  let last = session.current().view?.name;
  session.follow(() => {
    const name = session.current().view?.name;
    if (last !== undefined && name !== undefined && name !== last) queries.clear();
    last = name ?? last;
  });
}

/** The controller did not answer: it is asked until it does. */
function beginAgain(): void {
  setTimeout(() => void session.refresh().catch(beginAgain), BEGIN_AGAIN_MS);
}

applyTheme(readTheme());
forgetOthers();
session.begin().catch(beginAgain);
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} useTransitions={false} />
    </QueryClientProvider>
  </StrictMode>,
);
