import { scopesOf, type Actor, type Principal, type Role } from '@joulefleet/core';
import type { StoredSchedule } from '@joulefleet/store';

/** Whether a schedule may not launch: its owner is disabled, or has become a viewer. */
export function isOwnerDisabled({ ownerDisabled, ownerRole }: StoredSchedule): boolean {
  return ownerDisabled || !scopesOf(ownerRole as Role).includes('campaigns:write');
}

/** The owner of a schedule, as whom it launches, with the rights that the owner has now. */
export function ownerOf({ name, owner, ownerId, ownerRole }: StoredSchedule): Principal {
  const role = ownerRole as Role;
  return { userId: ownerId, name: owner, role, scopes: scopesOf(role), via: `schedule ${name}`, keyExpiresAt: null };
}

/** The same, for the audit log. */
export function actorOf({ name, owner }: StoredSchedule): Actor {
  return { name: owner, via: `schedule ${name}`, address: null, requestId: null };
}
