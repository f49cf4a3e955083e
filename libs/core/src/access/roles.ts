/** What a person may be; each may all that the one before may. */
export const ROLES = ['viewer', 'researcher', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** What a request may need. `self` is about the caller's own account, keys and sessions. */
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

/** Scopes that a role has; an API key has some of its user's. */
export function scopesOf(role: Role): readonly Scope[] {
  return BY_ROLE[role];
}

/** Who asks, as far as deciding needs it. */
export interface Caller {
  /** Null: the controller itself. */
  userId: string | null;
  name: string;
  role: Role;
}

/** A campaign as far as access to it goes. `sharedWith` holds names of users, or `everyone`. */
export interface OwnedCampaign {
  ownerId: string | null;
  sharedWith: readonly string[];
}

/** Whether the caller may see (and, with the scope for it, stop) a campaign: an admin any, others theirs and what is shared. */
export function mayAccessCampaign(caller: Caller, campaign: OwnedCampaign): boolean {
  if (caller.role === 'admin') return true;
  if (campaign.ownerId !== null && campaign.ownerId === caller.userId) return true;
  return campaign.sharedWith.includes('everyone') || campaign.sharedWith.includes(caller.name);
}
