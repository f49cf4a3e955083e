import type { Scope } from '@joulefleet/core';
import { ADMIN_PAGES } from '../admin/admin-pages';

interface Place {
  path: string;
  title: string;
  kind: 'page' | 'action' | 'admin';
  /** What it needs; left out: nothing. */
  scope?: Scope;
}

const PLACES: readonly Place[] = [
  { path: '/', title: 'Overview', kind: 'page' },
  { path: '/fleet', title: 'Fleet', kind: 'page' },
  { path: '/groups', title: 'Groups of devices: limits', kind: 'page' },
  { path: '/campaigns', title: 'Campaigns', kind: 'page' },
  { path: '/answer', title: 'Answer', kind: 'page' },
  { path: '/schedules', title: 'Schedules', kind: 'page' },
  { path: '/nights', title: 'Nights: calendar', kind: 'page' },
  { path: '/account', title: 'Account: password and keys', kind: 'page' },
  { path: '/enroll', title: 'Enroll a device', kind: 'action', scope: 'devices:write' },
  { path: '/campaigns/new', title: 'New campaign', kind: 'action', scope: 'campaigns:write' },
  { path: '/new-schedule', title: 'New schedule', kind: 'action', scope: 'campaigns:write' },
  ...ADMIN_PAGES.map((page) => ({ ...page, kind: 'admin' as const })),
];

/** Pages and forms that somebody with these scopes may open. */
export function placesFor(scopes: readonly Scope[]): readonly Place[] {
  return PLACES.filter(({ scope }) => scope === undefined || scopes.includes(scope));
}
