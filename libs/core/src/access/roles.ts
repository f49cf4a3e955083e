/** Roles in ascending order; each includes the rights of the previous ones. */
export const ROLES = ['viewer', 'researcher', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Scopes that a route can require. `self` covers the caller's own account, keys and sessions. */
export const SCOPES = [
  'self',
  'devices:read',
  'devices:write',
  'campaigns:read',
  'campaigns:write',
  'metrics:read',
  'users:write',
  'audit:read',
] as const;
export type Scope = (typeof SCOPES)[number];

const VIEWER: readonly Scope[] = ['self', 'devices:read', 'campaigns:read', 'metrics:read'];
const RESEARCHER: readonly Scope[] = [...VIEWER, 'campaigns:write'];

const BY_ROLE: Readonly<Record<Role, readonly Scope[]>> = { viewer: VIEWER, researcher: RESEARCHER, admin: SCOPES };

/** The scopes of each role; an API key has a subset of its user's. */
export function scopesOf(role: Role): readonly Scope[] {
  return BY_ROLE[role];
}

/** The properties of the caller that decide about access. */
export interface Caller {
  /** Null: the controller itself. */
  userId: string | null;
  name: string;
  role: Role;
}

/** The properties of a campaign that decide about access. `sharedWith` holds names of users, or `everyone`. */
export interface OwnedCampaign {
  ownerId: string | null;
  sharedWith: readonly string[];
}

/**
 * Whether the caller may view a campaign (and stop it, with that scope): admins any, others their own and shared ones.
 */
export function mayAccessCampaign(caller: Caller, campaign: OwnedCampaign): boolean {
  if (caller.role === 'admin') return true;
  if (campaign.ownerId !== null && campaign.ownerId === caller.userId) return true;
  return campaign.sharedWith.includes('everyone') || campaign.sharedWith.includes(caller.name);
}
