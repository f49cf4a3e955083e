import type { Scope } from '@joulefleet/core';

interface AdminPage {
  path: string;
  title: string;
  scope: Scope;
}

/** Pages of administration, each with what it needs. */
export const ADMIN_PAGES: readonly AdminPage[] = [
  { path: '/admin/users', title: 'Users', scope: 'users:write' },
  { path: '/admin/identities', title: 'Identities', scope: 'devices:read' },
  { path: '/admin/audit', title: 'Audit log', scope: 'audit:read' },
  { path: '/admin/system', title: 'System', scope: 'metrics:read' },
];

/** What only admins can do makes it worth a place beside the other pages. */
const ADMINS_OWN: readonly Scope[] = ['users:write', 'audit:read', 'devices:write'];

export function permittedPages(scopes: readonly Scope[]): readonly AdminPage[] {
  return ADMIN_PAGES.filter(({ scope }) => scopes.includes(scope));
}

export function isAdmins(scopes: readonly Scope[]): boolean {
  return ADMINS_OWN.some((scope) => scopes.includes(scope));
}
